package dev.berth.http;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;

/**
 * Reads a request's body up to a limit. What goes beyond is read and thrown away for a while, so
 * that the client gets its answer before the connection ends; beyond that the connection is cut.
 */
final class BodyReader {
    /** Long enough for a client that notices its mistake late, too short to keep anyone busy. */
    private static final long DRAINED = 8L << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final long limit;
    private final ClassicActorSystemProvider system;

    BodyReader(long limit, ClassicActorSystemProvider system) {
        this.limit = limit;
        this.system = system;
    }

    /** Completes with the body, or with null where it is too long. Fails where it never ends. */
    CompletionStage<byte[]> read(RequestEntity entity) {
        if (entity instanceof HttpEntity.Strict strict) {
            var data = strict.getData();
            return CompletableFuture.completedStage(data.size() > limit ? null : data.toArray());
        }
        var declared = entity.getContentLengthOption();
        if (declared.isPresent() && declared.getAsLong() > limit + DRAINED) {
            return CompletableFuture.completedStage(null);
        }
        return entity.withoutSizeLimit()
                .getDataBytes()
                .completionTimeout(PATIENCE)
                .takeWhile(new Allowance(limit + DRAINED)::covers)
                .runWith(Sink.fold(new Buffer(limit), Buffer::add), system)
                .thenApply(Buffer::bytes);
    }

    /** Counts down what may still be read of one body. */
    private static final class Allowance {
        private long left;

        Allowance(long left) {
            this.left = left;
        }

        boolean covers(ByteString bytes) {
            left -= bytes.size();
            return left >= 0;
        }
    }

    /** Keeps what is within the limit, and nothing at all once it was exceeded. */
    private static final class Buffer {
        private final long limit;
        private ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Buffer(long limit) {
            this.limit = limit;
        }

        Buffer add(ByteString bytes) {
            if (kept == null || kept.size() + bytes.size() > limit) {
                kept = null;
            } else {
                kept.writeBytes(bytes.toArrayUnsafe());
            }
            return this;
        }

        byte[] bytes() {
            return kept == null ? null : kept.toByteArray();
        }
    }
}

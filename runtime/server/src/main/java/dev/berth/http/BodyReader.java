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

    /** What came of reading a body. */
    sealed interface Body {
        record Complete(byte[] bytes) implements Body {}

        record TooLong() implements Body {}

        /** The bodies of all requests together take more memory than they may. */
        record NoRoom() implements Body {}
    }

    /** Fails where the body never ends. */
    CompletionStage<Body> read(RequestEntity entity, BodyMemory.Share memory) {
        if (entity instanceof HttpEntity.Strict strict) {
            var data = strict.getData();
            return CompletableFuture.completedStage(
                    data.size() > limit
                            ? new Body.TooLong()
                            : memory.take(data.size())
                                    ? new Body.Complete(data.toArray())
                                    : new Body.NoRoom());
        }
        var declared = entity.getContentLengthOption();
        if (declared.isPresent() && declared.getAsLong() > limit + DRAINED) {
            return CompletableFuture.completedStage(new Body.TooLong());
        }
        return entity.withoutSizeLimit()
                .getDataBytes()
                .completionTimeout(PATIENCE)
                .takeWhile(new Allowance(limit + DRAINED)::covers)
                .runWith(Sink.fold(new Buffer(limit, memory), Buffer::add), system)
                .thenApply(Buffer::body);
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

    /** Keeps what is within the limits, and nothing at all once one was exceeded. */
    private static final class Buffer {
        private final long limit;
        private final BodyMemory.Share memory;
        private ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private Body refused;

        Buffer(long limit, BodyMemory.Share memory) {
            this.limit = limit;
            this.memory = memory;
        }

        Buffer add(ByteString bytes) {
            if (refused == null && kept.size() + bytes.size() > limit) {
                refuse(new Body.TooLong());
            } else if (refused == null && !memory.take(bytes.size())) {
                refuse(new Body.NoRoom());
            } else if (refused == null) {
                kept.writeBytes(bytes.toArrayUnsafe());
            }
            return this;
        }

        private void refuse(Body reason) {
            refused = reason;
            kept = null;
            memory.release();
        }

        Body body() {
            return refused == null ? new Body.Complete(kept.toByteArray()) : refused;
        }
    }
}

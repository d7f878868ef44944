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
 * Reads the body of a request up to a limit. Bytes beyond the limit are read and discarded up to a
 * second limit, so that the client receives its answer before the connection ends. After that the
 * connection is closed.
 */
final class BodyReader {
    /** Bytes that are discarded before the connection is closed. */
    private static final long DRAINED = 8L << 20;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final long limit;
    private final ClassicActorSystemProvider system;

    BodyReader(long limit, ClassicActorSystemProvider system) {
        this.limit = limit;
        this.system = system;
    }

    /** The result of reading a body. */
    sealed interface Body {
        record Complete(byte[] bytes) implements Body {}

        record TooLong() implements Body {}

        /** The bodies of all requests together would exceed their memory limit. */
        record NoRoom() implements Body {}
    }

    /** Fails if the body does not end within the timeout. */
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
                .completionTimeout(TIMEOUT)
                .takeWhile(new Allowance(limit + DRAINED)::covers)
                .runWith(Sink.fold(new Buffer(limit, memory), Buffer::add), system)
                .thenApply(Buffer::body);
    }

    /** Counts down the bytes that may still be read of one body. */
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

    /** Keeps the bytes within the limits; keeps nothing once a limit was exceeded. */
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

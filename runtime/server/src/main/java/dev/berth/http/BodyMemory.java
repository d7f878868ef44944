package dev.berth.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the bodies of all requests may hold in memory together, in bytes. A body is read before
 * anybody's signature can be verified, so strangers could otherwise fill the heap with many
 * connections.
 */
final class BodyMemory {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    BodyMemory(long limit) {
        this.limit = limit;
    }

    /** Memory of one request; to be released once. */
    Share share() {
        return new Share();
    }

    long used() {
        return used.get();
    }

    final class Share {
        private final AtomicLong taken = new AtomicLong();

        /** Whether there was room for so many bytes more; if not, nothing is taken. */
        boolean take(int bytes) {
            if (used.addAndGet(bytes) > limit) {
                used.addAndGet(-bytes);
                return false;
            }
            taken.addAndGet(bytes);
            return true;
        }

        void release() {
            used.addAndGet(-taken.getAndSet(0));
        }
    }
}

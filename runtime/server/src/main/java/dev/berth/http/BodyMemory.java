package dev.berth.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory that the bodies of all requests use together, in bytes. A body is read before
 * its signature can be verified. Without the limit, callers without a key could fill the heap
 * through many connections.
 */
final class BodyMemory {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    BodyMemory(long limit) {
        this.limit = limit;
    }

    /** The memory of one request. The caller releases it exactly once. */
    Share share() {
        return new Share();
    }

    long used() {
        return used.get();
    }

    final class Share {
        private final AtomicLong taken = new AtomicLong();

        /**
         * Reserves this many bytes more; returns false and reserves nothing if the limit is
         * reached.
         */
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

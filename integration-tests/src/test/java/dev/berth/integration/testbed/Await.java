package dev.berth.integration.testbed;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a condition with a deadline. A condition that throws counts as not yet true; what it
 * threw last is the cause of the failure.
 */
public final class Await {
    private static final Duration POLL = Duration.ofMillis(25);

    private Await() {}

    public interface Check {
        void run() throws Exception;
    }

    public static void until(String what, Duration deadline, Callable<Boolean> condition) {
        value(
                what,
                deadline,
                () -> condition.call() ? Optional.of(Boolean.TRUE) : Optional.empty());
    }

    /** Waits until the assertions in {@code check} hold, and fails with the last that did not. */
    public static void holds(String what, Duration deadline, Check check) {
        value(
                what,
                deadline,
                () -> {
                    check.run();
                    return Optional.of(Boolean.TRUE);
                });
    }

    /** Checks again and again that the assertions hold for the whole time. */
    public static void staysTrue(Duration time, Check check) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        do {
            check.run();
            LockSupport.parkNanos(POLL.toNanos());
        } while (System.nanoTime() < end);
    }

    public static <T> T value(String what, Duration deadline, Callable<Optional<T>> probe) {
        long end = System.nanoTime() + deadline.toNanos();
        Throwable last = null;
        while (true) {
            try {
                Optional<T> value = probe.call();
                if (value.isPresent()) return value.get();
                last = null;
            } catch (Hopeless e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + what, e);
            } catch (Exception | AssertionError e) {
                last = e;
            }
            if (Thread.currentThread().isInterrupted())
                throw new IllegalStateException("interrupted while waiting for " + what, last);
            if (System.nanoTime() > end) {
                var seen = last == null ? "" : "; last seen: " + last.getMessage();
                throw new AssertionError(
                        "waited %d s for %s%s".formatted(deadline.toSeconds(), what, seen), last);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Thrown by a condition that can no longer become true: ends the wait at once. */
    public static final class Hopeless extends AssertionError {
        private static final long serialVersionUID = 1;

        public Hopeless(String message) {
            super(message);
        }
    }
}

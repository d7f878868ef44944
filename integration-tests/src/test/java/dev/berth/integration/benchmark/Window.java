package dev.berth.integration.benchmark;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/** Keeps so many asynchronous calls in flight. */
final class Window {
    private static final int TIMEOUT_SECONDS = 120;

    private final int width;
    private final Semaphore room;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private Window(int width) {
        this.width = width;
        this.room = new Semaphore(width);
    }

    /** Makes all calls and returns when the last has ended; the first that fails fails all. */
    static void run(int calls, int width, IntFunction<CompletionStage<?>> call) throws Exception {
        var window = new Window(width);
        for (int number = 0; number < calls; number++) {
            window.take(1);
            call.apply(number).whenComplete((_, failed) -> window.ended(failed));
        }
        window.take(width);
    }

    private void ended(Throwable failed) {
        if (failed != null) {
            failure.compareAndSet(null, failed);
        }
        room.release();
    }

    private void take(int permits) throws Exception {
        if (!room.tryAcquire(permits, TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException("of %d calls in flight, one has not ended".formatted(width));
        }
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
    }
}

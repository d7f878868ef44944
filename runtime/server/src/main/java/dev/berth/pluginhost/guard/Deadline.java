package dev.berth.pluginhost.guard;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs code of a plugin in a thread of its own, so that waiting for it can end. */
public final class Deadline {
    private Deadline() {}

    /**
     * @throws TimeoutException where it takes longer; the thread is interrupted, and may go on
     *     nevertheless
     * @throws Throwable whatever it threw
     */
    public static <T> T call(String name, Duration most, Callable<T> call) throws Throwable {
        var result = new CompletableFuture<T>();
        var thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("plugin " + name)
                        .start(
                                () -> {
                                    try {
                                        result.complete(call.call());
                                    } catch (Throwable thrown) {
                                        result.completeExceptionally(thrown);
                                    }
                                });
        try {
            return result.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException reason) {
            thread.interrupt();
            throw reason;
        } catch (ExecutionException reason) {
            throw reason.getCause();
        }
    }

    public static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }
}

package dev.berth.pluginhost.guard;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One call of a driver. A driver is a plugin that changes something outside the server and returns
 * a future.
 *
 * <p>An attempt that throws, fails or does not end in time makes the plugin unhealthy, and is
 * repeated after a pause that doubles each time. An attempt that succeeds makes the plugin healthy
 * again. The calls of a driver must therefore be idempotent. The plugin stays loaded until the call
 * has ended. Cancelling the returned future ends the repetition.
 */
public final class DriverCall<T> {

    /**
     * How long a call may take.
     *
     * @param attempt the deadline of one attempt
     * @param firstPause before the second attempt; doubled after each
     * @param longestPause the end of the doubling
     * @param attempts how many are made at most
     */
    public record Timing(
            Duration attempt, Duration firstPause, Duration longestPause, int attempts) {
        Duration pause(int failures) {
            var pause = firstPause.multipliedBy(1L << Math.min(failures - 1, 30));
            return pause.compareTo(longestPause) < 0 ? pause : longestPause;
        }
    }

    private final LoadedPlugin plugin;
    private final String name;
    private final Timing timing;
    private final Supplier<CompletionStage<T>> call;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    private DriverCall(
            LoadedPlugin plugin, String name, Timing timing, Supplier<CompletionStage<T>> call) {
        this.plugin = plugin;
        this.name = name;
        this.timing = timing;
        this.call = call;
    }

    /**
     * Starts the call and returns at once.
     *
     * @param name of the method in messages, such as {@code apply()}
     * @return the answer; fails with a {@link PluginFault} after the last attempt, and with an
     *     {@link IllegalStateException} if the plugin is closed
     */
    public static <T> CompletableFuture<T> of(
            LoadedPlugin plugin, String name, Timing timing, Supplier<CompletionStage<T>> call) {
        if (!plugin.lease()) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("The plugin " + plugin + " is closed."));
        }
        var made = new DriverCall<>(plugin, name, timing, call);
        made.answer.whenComplete((_, _) -> plugin.release());
        made.attempt(1);
        return made.answer;
    }

    private void attempt(int number) {
        if (answer.isDone()) {
            return;
        }
        var meter = new CallMeter(plugin, name);
        Thread.ofVirtual()
                .name("driver " + plugin.id())
                .start(
                        () ->
                                begin(meter)
                                        .whenComplete(
                                                (value, failure) ->
                                                        ended(meter, number, value, failure)));
    }

    /** The future of the driver, with a timeout. Never throws. */
    private CompletableFuture<T> begin(CallMeter meter) {
        try {
            return GuardedCall.of(meter, timing.attempt(), call::get)
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(timing.attempt().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException | Error reason) {
            return CompletableFuture.failedFuture(reason);
        }
    }

    private void ended(CallMeter meter, int number, T value, Throwable failure) {
        if (failure == null) {
            plugin.becomesHealthy();
            answer.complete(value);
            return;
        }
        var fault = fault(meter, failure);
        plugin.becomesUnhealthy(fault.getMessage(), meter.isUnderWay() ? meter : null);
        if (number >= timing.attempts()) {
            answer.completeExceptionally(fault);
            return;
        }
        CompletableFuture.delayedExecutor(timing.pause(number).toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> attempt(number + 1));
    }

    private PluginFault fault(CallMeter meter, Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return switch (cause) {
            case PluginFault fault -> fault;
            case TimeoutException _ ->
                    new PluginFault(
                            meter, name + " did not end within " + Deadline.text(timing.attempt()));
            case null, default ->
                    new PluginFault(meter, name + " failed with " + CallMeter.text(cause));
        };
    }
}

package dev.berth.pluginhost.guard;

import dev.berth.plugin.placement.InvalidPlacementException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/** A single call into a plugin, in a thread of its own and with a timeout. */
public final class GuardedCall {
    private static final int LONGEST_REFUSAL = 1_000;

    private GuardedCall() {}

    /**
     * @throws InvalidPlacementException by the plugin
     * @throws PluginFault where the plugin fails, or is late
     */
    public static <T> T of(CallMeter meter, Duration timeout, Callable<T> call) {
        T made;
        try {
            made =
                    Deadline.call(
                            meter.plugin().id(),
                            timeout,
                            () -> {
                                long entered = meter.enter();
                                try {
                                    return call.call();
                                } catch (InvalidPlacementException refusal) {
                                    throw new InvalidPlacementException(message(refusal));
                                } catch (Throwable thrown) {
                                    throw meter.threw(thrown);
                                } finally {
                                    meter.leave(entered);
                                }
                            });
        } catch (InvalidPlacementException | PluginFault reason) {
            throw reason;
        } catch (TimeoutException reason) {
            throw new PluginFault(
                    meter, meter.call() + " did not return within " + Deadline.text(timeout));
        } catch (Throwable thrown) {
            throw new IllegalStateException("Interrupted while a plugin was asked", thrown);
        }
        if (made == null) {
            throw meter.returned("null");
        }
        return made;
    }

    private static String message(InvalidPlacementException refusal) {
        var message = String.valueOf(refusal.getMessage());
        return message.length() > LONGEST_REFUSAL
                ? message.substring(0, LONGEST_REFUSAL) + "…"
                : message;
    }
}

package dev.berth.pluginhost.events;

import dev.berth.plugin.events.EcsEvent;
import dev.berth.plugin.events.EventDestination;
import dev.berth.plugin.events.EventSink;
import dev.berth.pluginhost.guard.DriverCall;
import dev.berth.pluginhost.guard.LoadedPlugin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A sink whose calls have a deadline and decide about the health of its plugin. Each call is one
 * attempt, because the caller repeats it: the next attempt may use a newer version of the plugin.
 */
record GuardedSink(LoadedPlugin plugin, EventSink sink, Duration callTimeout) implements EventSink {
    private static final DriverCall.Timing ONE_ATTEMPT =
            new DriverCall.Timing(Duration.ofSeconds(15), Duration.ZERO, Duration.ZERO, 1);

    @Override
    public List<EventDestination> destinations() {
        return sink.destinations();
    }

    @Override
    public CompletionStage<Void> send(EventDestination destination, EcsEvent event) {
        if (plugin.isStuck()) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("an earlier send() has not returned"));
        }
        return DriverCall.of(plugin, "send()", ONE_ATTEMPT, () -> sink.send(destination, event));
    }
}

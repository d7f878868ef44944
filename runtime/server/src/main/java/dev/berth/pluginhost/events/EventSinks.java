package dev.berth.pluginhost.events;

import dev.berth.plugin.events.EventDestination;
import dev.berth.plugin.events.EventSink;
import dev.berth.plugin.events.EventSinkFactory;
import dev.berth.pluginhost.guard.CallMeter;
import dev.berth.pluginhost.guard.GuardedCall;
import dev.berth.pluginhost.guard.LoadedPlugin;
import dev.berth.pluginhost.guard.OfferedPoint;
import dev.berth.pluginhost.guard.PluginFault;
import dev.berth.pluginhost.guard.PluginKind;
import dev.berth.pluginhost.guard.PluginPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plugins that send events, and the destinations of their settings. An unhealthy sink is still
 * used: its events wait, and each is repeated until it is accepted.
 */
public final class EventSinks implements PluginPoint {
    static final PluginKind<EventSinkFactory, EventSink> SINK =
            new PluginKind<>(
                    "event sink",
                    "event sink",
                    EventSinkFactory.class,
                    EventSinkFactory::type,
                    EventSinkFactory::create,
                    GuardedSink::new,
                    "EventSinkContract");

    /**
     * A destination and the sink that sends to it now.
     *
     * @param name of sink and destination, such as {@code webhook/shop}
     */
    public record Target(String name, EventDestination destination, EventSink sink) {}

    private final Duration callTimeout;
    private Map<LoadedPlugin, List<Target>> known = Map.of();
    private volatile Map<String, Target> targets = Map.of();
    private volatile Runnable listener = () -> {};

    /**
     * @param callTimeout how long {@code destinations()} may take
     */
    public EventSinks(Duration callTimeout) {
        this.callTimeout = callTimeout;
    }

    /** The destinations by name. */
    public Map<String, Target> targets() {
        return targets;
    }

    /** Runs this after each change of the destinations, in place of the previous listener. */
    public void onChange(Runnable changed) {
        listener = changed;
    }

    @Override
    public List<PluginKind<?, ?>> kinds() {
        return List.of(SINK);
    }

    @Override
    public synchronized void use(Collection<LoadedPlugin> plugins) {
        var next = new IdentityHashMap<LoadedPlugin, List<Target>>();
        for (var plugin : plugins) {
            var before = known.get(plugin);
            try {
                next.put(plugin, before == null ? targets(plugin) : before);
            } catch (PluginFault fault) {
                plugin.becomesUnhealthy(
                        fault.getMessage(), fault.call().isUnderWay() ? fault.call() : null);
            }
        }
        known = next;
        var all = new HashMap<String, Target>();
        next.values().forEach(each -> each.forEach(target -> all.put(target.name(), target)));
        targets = Map.copyOf(all);
        listener.run();
    }

    private List<Target> targets(LoadedPlugin plugin) {
        var all = new ArrayList<Target>();
        for (var point : plugin.points()) {
            SINK.guarded(plugin, point, callTimeout)
                    .ifPresent(sink -> all.addAll(targets(plugin, point, sink)));
        }
        return all;
    }

    private List<Target> targets(LoadedPlugin plugin, OfferedPoint point, EventSink sink) {
        var meter = new CallMeter(plugin, "destinations()");
        var destinations =
                GuardedCall.of(
                        meter,
                        callTimeout,
                        () -> List.copyOf(((EventSink) point.made()).destinations()));
        var byName = new LinkedHashMap<String, Target>();
        for (var destination : destinations) {
            var name = point.type() + "/" + destination.name();
            if (byName.put(name, new Target(name, destination, sink)) != null) {
                throw meter.returned("two destinations with the name " + destination.name());
            }
        }
        return List.copyOf(byName.values());
    }

    /** Settings of sinks are checked when the sinks are created. */
    @Override
    public List<String> problems() {
        return List.of();
    }
}

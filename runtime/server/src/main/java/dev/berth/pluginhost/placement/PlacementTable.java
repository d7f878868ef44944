package dev.berth.pluginhost.placement;

import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.Placing.Constraint;
import dev.berth.domain.placement.Placing.Strategy;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import dev.berth.plugin.placement.Scheduler;
import dev.berth.pluginhost.guard.LoadedPlugin;
import dev.berth.pluginhost.guard.OfferedPoint;
import dev.berth.pluginhost.guard.PluginKind;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The points of all plugins by their names, until the next change. Preferences, rules and
 * schedulers are cached, so that equal requests share them.
 */
final class PlacementTable {
    /** The size of each cache. Its keys come from callers, so it must be bounded. */
    private static final int MOST_KEPT = 10_000;

    /** A point with its plugin. */
    record Entry(LoadedPlugin plugin, OfferedPoint point) {
        boolean isUsable() {
            return plugin.unhealthy() == null;
        }
    }

    private final Map<String, Entry> choosers = new HashMap<>();
    private final Map<String, Entry> constraints = new HashMap<>();
    private final Map<Strategy, Preference> preferences = new ConcurrentHashMap<>();
    private final Map<Strategy, Scheduler> schedulers = new ConcurrentHashMap<>();
    private final Map<Constraint, Rule> rules = new ConcurrentHashMap<>();
    private final Map<PlanKey, Resolution> resolutions = new ConcurrentHashMap<>();
    private final Duration timeout;

    /** The key of a resolution. */
    record PlanKey(String cluster, Placing placing) {}

    PlacementTable(Collection<LoadedPlugin> plugins, Duration timeout) {
        this.timeout = timeout;
        for (var plugin : plugins) {
            for (var point : plugin.points()) {
                var entry = new Entry(plugin, point);
                if (point.kind() == PlacementKinds.CONSTRAINT) {
                    constraints.put(point.type(), entry);
                } else if (point.kind() == PlacementKinds.STRATEGY
                        || point.kind() == PlacementKinds.SCHEDULER) {
                    choosers.put(point.type(), entry);
                }
            }
        }
    }

    Optional<Entry> chooser(String type) {
        return Optional.ofNullable(choosers.get(type));
    }

    Optional<Entry> constraint(String type) {
        return Optional.ofNullable(constraints.get(type));
    }

    SortedSet<String> chooserNames() {
        return new TreeSet<>(choosers.keySet());
    }

    String constraintNames() {
        return constraints.isEmpty()
                ? "none"
                : String.join(", ", new TreeSet<>(constraints.keySet()));
    }

    Resolution kept(PlanKey key) {
        return resolutions.get(key);
    }

    /** The cached resolution of the key, which may be that of another thread. */
    Resolution keep(PlanKey key, Resolution resolution) {
        return put(resolutions, key, resolution);
    }

    /**
     * @throws InvalidPlacementException by the plugin
     * @throws PluginFault where the plugin fails
     */
    Preference preference(Entry entry, Strategy strategy) {
        var kept = preferences.get(strategy);
        if (kept != null) {
            return kept;
        }
        var field = Optional.ofNullable(strategy.field());
        var point = made(PlacementKinds.STRATEGY, entry);
        return put(preferences, strategy, point.preference(field));
    }

    Scheduler scheduler(Entry entry, Strategy strategy) {
        return schedulers.computeIfAbsent(
                new Strategy(strategy.type(), null), _ -> made(PlacementKinds.SCHEDULER, entry));
    }

    /** As {@link #preference}. */
    Rule rule(Entry entry, Constraint constraint) {
        var kept = rules.get(constraint);
        if (kept != null) {
            return kept;
        }
        var expression = Optional.ofNullable(constraint.expression());
        var point = made(PlacementKinds.CONSTRAINT, entry);
        return put(rules, constraint, point.rule(expression));
    }

    private <P> P made(PluginKind<?, P> kind, Entry entry) {
        return kind.guarded(entry.plugin(), entry.point(), timeout)
                .orElseThrow(() -> new IllegalStateException(entry + " is not a " + kind.name()));
    }

    private static <K, V> V put(Map<K, V> map, K key, V value) {
        if (map.size() >= MOST_KEPT) {
            map.clear();
        }
        var before = map.putIfAbsent(key, value);
        return before == null ? value : before;
    }
}

package dev.berth.pluginhost;

import dev.berth.domain.placement.Placing.Constraint;
import dev.berth.domain.placement.Placing.Strategy;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.pluginhost.Point.ConstraintPoint;
import dev.berth.pluginhost.Point.SchedulerPoint;
import dev.berth.pluginhost.Point.StrategyPoint;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The points of all plugins by their names, as they are until the next change. What was made of a
 * name and a field or expression is kept, so that equal requests share it.
 */
final class PointTable {
    /** Expressions are the callers': what is kept of them is bounded. */
    private static final int MOST_KEPT = 10_000;

    private static final int LONGEST_REFUSAL = 1_000;

    /** A point with its plugin. */
    record Entry(LoadedPlugin plugin, Point point) {
        boolean isUsable() {
            return plugin.unhealthy() == null;
        }
    }

    private final Map<String, Entry> choosers = new HashMap<>();
    private final Map<String, Entry> constraints = new HashMap<>();
    private final Map<Strategy, GuardedPreference> preferences = new ConcurrentHashMap<>();
    private final Map<Strategy, GuardedScheduler> schedulers = new ConcurrentHashMap<>();
    private final Map<Constraint, GuardedRule> rules = new ConcurrentHashMap<>();
    private final Map<PlanKey, Resolution> resolutions = new ConcurrentHashMap<>();
    private final Duration timeout;

    /** What a resolution depends on. */
    record PlanKey(String cluster, dev.berth.domain.placement.Placing placing) {}

    PointTable(Collection<LoadedPlugin> plugins, Duration timeout) {
        this.timeout = timeout;
        for (var plugin : plugins) {
            for (var point : plugin.points()) {
                var names = point instanceof ConstraintPoint ? constraints : choosers;
                names.put(point.type(), new Entry(plugin, point));
            }
        }
    }

    Optional<Entry> chooser(String type) {
        return Optional.ofNullable(choosers.get(type));
    }

    Optional<Entry> constraint(String type) {
        return Optional.ofNullable(constraints.get(type));
    }

    String chooserNames() {
        return names(choosers);
    }

    String constraintNames() {
        return names(constraints);
    }

    private static String names(Map<String, Entry> points) {
        return points.isEmpty()
                ? "none"
                : new TreeSet<>(points.keySet()).stream().collect(Collectors.joining(", "));
    }

    Resolution kept(PlanKey key) {
        return resolutions.get(key);
    }

    /** The one that is kept for this key from now on: another thread may have been faster. */
    Resolution keep(PlanKey key, Resolution resolution) {
        return put(resolutions, key, resolution);
    }

    /**
     * @throws InvalidPlacementException by the plugin
     * @throws PluginFault where the plugin fails
     */
    GuardedPreference preference(LoadedPlugin plugin, StrategyPoint point, Strategy strategy) {
        var kept = preferences.get(strategy);
        if (kept != null) {
            return kept;
        }
        var field = Optional.ofNullable(strategy.field());
        var meter = new CallMeter(plugin, "preference()");
        var made = ask(meter, () -> point.strategy().preference(field));
        return put(preferences, strategy, GuardedPreference.of(plugin, made));
    }

    GuardedScheduler scheduler(LoadedPlugin plugin, SchedulerPoint point, Strategy strategy) {
        return schedulers.computeIfAbsent(
                new Strategy(strategy.type(), null),
                _ -> GuardedScheduler.of(plugin, point.scheduler()));
    }

    /** As {@link #preference}. */
    GuardedRule rule(LoadedPlugin plugin, ConstraintPoint point, Constraint constraint) {
        var kept = rules.get(constraint);
        if (kept != null) {
            return kept;
        }
        var expression = Optional.ofNullable(constraint.expression());
        var meter = new CallMeter(plugin, "rule()");
        var made = ask(meter, () -> point.constraint().rule(expression));
        return put(rules, constraint, GuardedRule.of(plugin, made));
    }

    private <T> T ask(CallMeter meter, Callable<T> call) {
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

    private static <K, V> V put(Map<K, V> map, K key, V value) {
        if (map.size() >= MOST_KEPT) {
            map.clear();
        }
        var before = map.putIfAbsent(key, value);
        return before == null ? value : before;
    }
}

package dev.berth.pluginhost.placement;

import dev.berth.actors.launch.PlacementPoints;
import dev.berth.domain.placement.Placers;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.Placing.Strategy;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.pluginhost.guard.CallMeter;
import dev.berth.pluginhost.guard.Deadline;
import dev.berth.pluginhost.guard.LoadedPlugin;
import dev.berth.pluginhost.guard.PluginFault;
import dev.berth.pluginhost.guard.PluginKind;
import dev.berth.pluginhost.guard.PluginPoint;
import dev.berth.pluginhost.placement.PlacementTable.PlanKey;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that place tasks. Names are looked up in a table that is replaced after each change
 * of the loaded plugins or of their health.
 */
public final class PlacementPlugins implements PluginPoint, PlacementPoints {
    private static final Logger LOG = LoggerFactory.getLogger(PlacementPlugins.class);

    private final PlacementDefaults defaults;
    private final Duration callTimeout;
    private final Duration retryAfter;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Collection<LoadedPlugin> plugins = List.of();
    private volatile PlacementTable table;

    /**
     * @param callTimeout how long one call, or one plan, may take
     * @param retryAfter when an unhealthy plugin is tried again
     */
    public PlacementPlugins(PlacementDefaults defaults, Duration callTimeout, Duration retryAfter) {
        this.defaults = defaults;
        this.callTimeout = callTimeout;
        this.retryAfter = retryAfter;
        this.table = new PlacementTable(List.of(), callTimeout);
    }

    @Override
    public List<PluginKind<?, ?>> kinds() {
        return PlacementKinds.ALL;
    }

    @Override
    public void use(Collection<LoadedPlugin> loaded) {
        synchronized (this) {
            plugins = List.copyOf(loaded);
            table = new PlacementTable(plugins, callTimeout);
        }
        changed();
    }

    /** Discards all resolutions, because the health of a plugin has changed. */
    void renew() {
        synchronized (this) {
            table = new PlacementTable(plugins, callTimeout);
        }
        changed();
    }

    private void changed() {
        for (var listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException reason) {
                LOG.error("A listener for changes of plugins failed", reason);
            }
        }
    }

    @Override
    public Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public List<String> problems() {
        return defaults.problems(this::problem);
    }

    private Optional<String> problem(List<Strategy> strategies) {
        try {
            check(new Placing(strategies, List.of()));
            return Optional.empty();
        } catch (InvalidPlacementException refusal) {
            return Optional.of(sentence(refusal.getMessage()));
        }
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }

    @Override
    public void check(Placing placing) {
        try {
            new PlacementResolver(table, List.of()).check(placing);
        } catch (PluginFault fault) {
            // The request is taken as valid. Its placement uses a fallback.
            blame(fault.call(), fault.getMessage(), fault.call().isUnderWay());
        }
    }

    @Override
    public Use open(String cluster, Placing placing) {
        var key = new PlanKey(cluster, placing);
        while (true) {
            var current = table;
            try {
                var resolution = current.kept(key);
                if (resolution == null) {
                    resolution = resolve(current, key);
                }
                var leased = lease(resolution);
                if (leased != null) {
                    return new PlanUse(resolution, leased);
                }
            } catch (PluginFault fault) {
                // It is unhealthy now, so the next iteration does not use it.
                blame(fault.call(), fault.getMessage(), fault.call().isUnderWay());
            }
        }
    }

    private Resolution resolve(PlacementTable current, PlanKey key) {
        var resolver = new PlacementResolver(current, defaults.of(key.cluster()));
        var resolution = resolver.resolve(key.placing());
        var kept = current.keep(key, resolution);
        if (kept == resolution) {
            resolution.notes().forEach(note -> LOG.warn("Cluster {}: {}", key.cluster(), note));
        }
        return kept;
    }

    /** Null if one of the plugins was closed in the meantime; then there is a new table. */
    private static Set<LoadedPlugin> lease(Resolution resolution) {
        var leased = new HashSet<LoadedPlugin>();
        for (var plugin : resolution.plugins()) {
            if (!plugin.lease()) {
                leased.forEach(LoadedPlugin::release);
                return null;
            }
            leased.add(plugin);
        }
        return leased;
    }

    private void blame(CallMeter call, String reason, boolean isStuck) {
        var plugin = call.plugin();
        if (plugin.unhealthy() != null) {
            return; // another thread has reported it already
        }
        plugin.becomesUnhealthy(reason, isStuck ? call : null);
        LOG.warn(
                "The plugin {} is unhealthy. It is not used until it is replaced or {} have passed."
                        + " The reason: {}",
                plugin,
                Deadline.text(retryAfter),
                reason);
        renew();
    }

    private final class PlanUse implements Use {
        private final Resolution resolution;
        private final Set<LoadedPlugin> leased;
        private final List<CallMeter> meters;
        private final long[] spentBefore;
        private final AtomicBoolean isClosed = new AtomicBoolean();

        PlanUse(Resolution resolution, Set<LoadedPlugin> leased) {
            this.resolution = resolution;
            this.leased = leased;
            this.meters = resolution.meters();
            this.spentBefore = meters.stream().mapToLong(CallMeter::spentNanos).toArray();
        }

        @Override
        public Placers placers() {
            return resolution.placers();
        }

        @Override
        public Duration deadline() {
            return callTimeout;
        }

        @Override
        public List<String> notes() {
            return resolution.notes();
        }

        @Override
        public List<String> unchecked() {
            return resolution.unchecked();
        }

        @Override
        public void failed(Throwable cause) {
            var fault = PluginFault.in(cause);
            if (fault != null) {
                blame(fault.call(), fault.getMessage(), false);
            } else if (cause instanceof TimeoutException) {
                blameSlowest();
            } else {
                LOG.error("Planning failed, but no plugin in use caused it", cause);
            }
        }

        /**
         * Blames a call that has been running for at least half of the timeout: the innermost one
         * if one plugin has called another. If there is none, blames the calls that took the most
         * time in total, if that is at least a quarter of the timeout.
         */
        private void blameSlowest() {
            CallMeter innermost = null;
            CallMeter slowest = null;
            long most = callTimeout.toNanos() / 4;
            for (int i = 0; i < meters.size(); i++) {
                var meter = meters.get(i);
                long current = meter.currentNanos();
                if (current >= callTimeout.toNanos() / 2
                        && (innermost == null || current < innermost.currentNanos())) {
                    innermost = meter;
                }
                long spent = meter.spentNanos() - spentBefore[i];
                if (spent > most) {
                    most = spent;
                    slowest = meter;
                }
            }
            var limit = Deadline.text(callTimeout);
            if (innermost != null) {
                blame(innermost, innermost.call() + " did not return within " + limit, true);
            } else if (slowest != null) {
                blame(
                        slowest,
                        "the calls of %s made a plan take more than %s"
                                .formatted(slowest.call(), limit),
                        slowest.isUnderWay());
            } else {
                LOG.warn(
                        "A plan took more than {}, but the plugins {} did not cause it",
                        limit,
                        leased);
            }
        }

        @Override
        public void close() {
            if (isClosed.compareAndSet(false, true)) {
                leased.forEach(LoadedPlugin::release);
            }
        }
    }
}

package dev.berth.pluginhost;

import dev.berth.actors.launch.PlacementPoints;
import dev.berth.domain.placement.Placers;
import dev.berth.domain.placement.Placing;
import dev.berth.pluginhost.PointTable.PlanKey;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The placement points of all plugins. Names are looked up in a table that is replaced whenever
 * plugins come, go, fall ill or recover.
 */
final class PluginPoints implements PlacementPoints {
    private static final Logger LOG = LoggerFactory.getLogger(PluginPoints.class);

    private final PluginsConfig config;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Collection<LoadedPlugin> plugins = List.of();
    private volatile PointTable table;

    PluginPoints(PluginsConfig config) {
        this.config = config;
        this.table = new PointTable(List.of(), config.callTimeout());
    }

    /** From now on these plugins are in use, and no others. */
    void use(Collection<LoadedPlugin> loaded) {
        synchronized (this) {
            plugins = List.copyOf(loaded);
            table = new PointTable(plugins, config.callTimeout());
        }
        changed();
    }

    /** Forgets what was resolved, since the health of a plugin has changed. */
    void renew() {
        synchronized (this) {
            table = new PointTable(plugins, config.callTimeout());
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
    public void check(Placing placing) {
        try {
            new Resolver(table, List.of()).check(placing);
        } catch (PluginFault fault) {
            // The request is assumed to be valid; its placement will fall back.
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
                // Unhealthy from now on: the next round goes without it.
                blame(fault.call(), fault.getMessage(), fault.call().isUnderWay());
            }
        }
    }

    private Resolution resolve(PointTable current, PlanKey key) {
        var resolver = new Resolver(current, config.strategyOf(key.cluster()));
        var resolution = resolver.resolve(key.placing());
        var kept = current.keep(key, resolution);
        if (kept == resolution) {
            resolution.notes().forEach(note -> LOG.warn("Cluster {}: {}", key.cluster(), note));
        }
        return kept;
    }

    /** Null where one of the plugins has gone meanwhile, and the table with it. */
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
            return; // somebody else was faster
        }
        plugin.becomesUnhealthy(reason, isStuck ? call : null);
        LOG.warn(
                "The plugin {} is unhealthy and is not used until it is replaced or {} have passed:"
                        + " {}",
                plugin,
                Deadline.text(config.retryAfter()),
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
            return config.callTimeout();
        }

        @Override
        public List<String> notes() {
            return resolution.notes();
        }

        @Override
        public void failed(Throwable cause) {
            var fault = PluginFault.in(cause);
            if (fault != null) {
                blame(fault.call(), fault.getMessage(), false);
            } else if (cause instanceof TimeoutException) {
                blameSlowest();
            } else {
                LOG.error("Planning failed, and by none of the plugins in use", cause);
            }
        }

        /**
         * The call that is under way since at least half of the time: the innermost, where one
         * plugin has called another. Otherwise the calls that took the most time together, if that
         * is much: others may have planned for longer in the same pass.
         */
        private void blameSlowest() {
            CallMeter innermost = null;
            CallMeter slowest = null;
            long most = config.callTimeout().toNanos() / 4;
            for (int i = 0; i < meters.size(); i++) {
                var meter = meters.get(i);
                long current = meter.currentNanos();
                if (current >= config.callTimeout().toNanos() / 2
                        && (innermost == null || current < innermost.currentNanos())) {
                    innermost = meter;
                }
                long spent = meter.spentNanos() - spentBefore[i];
                if (spent > most) {
                    most = spent;
                    slowest = meter;
                }
            }
            var limit = Deadline.text(config.callTimeout());
            if (innermost != null) {
                blame(innermost, innermost.call() + " did not return within " + limit, true);
            } else if (slowest != null) {
                blame(
                        slowest,
                        "the calls of %s made a plan take more than %s"
                                .formatted(slowest.call(), limit),
                        slowest.isUnderWay());
            } else {
                LOG.warn("A plan took more than {}, by none of {}", limit, leased);
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

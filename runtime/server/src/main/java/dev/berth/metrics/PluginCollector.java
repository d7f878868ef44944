package dev.berth.metrics;

import dev.berth.pluginhost.PluginInventory;
import dev.berth.pluginhost.PluginReport;
import dev.berth.pluginhost.PluginReport.Health;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Calls, time and failures of each loaded plugin, read at each scrape. The counters of a replaced
 * plugin start at 0 again.
 */
final class PluginCollector implements MultiCollector {
    private final PluginInventory inventory;

    PluginCollector(PluginInventory inventory) {
        this.inventory = inventory;
    }

    @Override
    public MetricSnapshots collect() {
        var plugins =
                inventory.list().stream().filter(it -> it.health() != Health.REFUSED).toList();
        return MetricSnapshots.of(
                healthy(plugins),
                counter(
                        "berth_plugin_calls",
                        "Calls into the plugin",
                        plugins,
                        it -> it.figures().calls()),
                counter(
                        "berth_plugin_faults",
                        "Times that the plugin became unhealthy",
                        plugins,
                        it -> it.figures().faults()),
                counter(
                        "berth_plugin_call_seconds",
                        "Time in calls into the plugin",
                        plugins,
                        it -> it.figures().seconds()),
                ownCounters(plugins),
                ownGauges(plugins));
    }

    private static GaugeSnapshot healthy(List<PluginReport> plugins) {
        var snapshot =
                GaugeSnapshot.builder()
                        .name("berth_plugin_healthy")
                        .help("1 where the plugin is used, 0 where it is unhealthy");
        for (var plugin : plugins) {
            snapshot.dataPoint(
                    GaugeDataPointSnapshot.builder()
                            .labels(labels(plugin))
                            .value(plugin.health() == Health.HEALTHY ? 1 : 0)
                            .build());
        }
        return snapshot.build();
    }

    private static CounterSnapshot counter(
            String name,
            String help,
            List<PluginReport> plugins,
            ToDoubleFunction<PluginReport> value) {
        var snapshot = CounterSnapshot.builder().name(name).help(help);
        for (var plugin : plugins) {
            snapshot.dataPoint(
                    CounterDataPointSnapshot.builder()
                            .labels(labels(plugin))
                            .value(value.applyAsDouble(plugin))
                            .build());
        }
        return snapshot.build();
    }

    private static CounterSnapshot ownCounters(List<PluginReport> plugins) {
        var snapshot =
                CounterSnapshot.builder()
                        .name("berth_plugin_counter")
                        .help("What the plugin counts itself");
        for (var plugin : plugins) {
            plugin.figures()
                    .counters()
                    .forEach(
                            (name, value) ->
                                    snapshot.dataPoint(
                                            CounterDataPointSnapshot.builder()
                                                    .labels(labels(plugin, name))
                                                    .value(value)
                                                    .build()));
        }
        return snapshot.build();
    }

    private static GaugeSnapshot ownGauges(List<PluginReport> plugins) {
        var snapshot =
                GaugeSnapshot.builder()
                        .name("berth_plugin_gauge")
                        .help("What the plugin measures itself");
        for (var plugin : plugins) {
            plugin.figures()
                    .gauges()
                    .forEach(
                            (name, value) ->
                                    snapshot.dataPoint(
                                            GaugeDataPointSnapshot.builder()
                                                    .labels(labels(plugin, name))
                                                    .value(value)
                                                    .build()));
        }
        return snapshot.build();
    }

    private static Labels labels(PluginReport plugin, String name) {
        return Labels.of("plugin", plugin.name(), "name", name);
    }

    private static Labels labels(PluginReport plugin) {
        return Labels.of("plugin", plugin.name());
    }
}

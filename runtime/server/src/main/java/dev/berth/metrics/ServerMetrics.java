package dev.berth.metrics;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.monitoring.Meter;
import dev.berth.events.EventHub;
import dev.berth.events.EventMeter;
import dev.berth.pluginhost.PluginInventory;
import dev.berth.wire.AnsweredCall;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Consumer;

/**
 * The metrics of one server in the text format of Prometheus. Every label has a limited number of
 * values. Metrics of views are read from their snapshots at each scrape.
 */
public final class ServerMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final ControlPlaneMetrics plane = new ControlPlaneMetrics(registry);
    private final CallMetrics calls = new CallMetrics(registry);
    private final EventMetrics events = new EventMetrics(registry);

    /**
     * @param version of this server
     */
    public ServerMetrics(String version) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        Gauge.builder("berth.build.info", () -> 1)
                .description("The version of this server; always 1")
                .tag("version", version)
                .tag("java", Runtime.version().toString())
                .register(registry);
    }

    /** Counts for the control plane; to be given to it when it starts. */
    public Meter plane() {
        return plane;
    }

    /** Counts events. */
    public EventMeter events() {
        return events;
    }

    /** Counts AWS calls. */
    public Consumer<AnsweredCall> calls() {
        return calls;
    }

    /** Adds the metrics of the views. Called once. */
    public void watch(ControlPlane running) {
        registry.getPrometheusRegistry().register(new ViewCollector(running));
        Gauge.builder("berth.client.tokens", running, ControlPlane::tokens)
                .description("Stored client tokens")
                .register(registry);
    }

    /** Adds the number of those who receive events. Called once. */
    public void watch(EventHub running) {
        Gauge.builder("berth.events.subscriptions", running, EventHub::subscriptions)
                .description("Streams and event sinks that receive events")
                .register(registry);
    }

    /** Adds the metrics of the plugins. Called once. */
    public void watch(PluginInventory running) {
        registry.getPrometheusRegistry().register(new PluginCollector(running));
    }

    /** In Prometheus' text format 0.0.4. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}

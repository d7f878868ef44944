package dev.berth.agent.metrics;

import dev.berth.agent.connection.ReportSender;
import dev.berth.agent.docker.DockerCallMeter;
import dev.berth.agent.task.run.TaskCounts;
import dev.berth.agent.task.run.TaskEngine;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of one agent in the text format of Prometheus. Every label has a limited number of
 * values; no label names a task.
 */
public final class AgentMetrics implements DockerCallMeter, AutoCloseable {
    private record Kind(String call, Outcome outcome) {}

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Map<Kind, Timer> calls = new ConcurrentHashMap<>();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong connected = new AtomicLong();

    /**
     * @param version of this agent
     */
    public AgentMetrics(String version) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        Gauge.builder("berth.agent.build.info", () -> 1)
                .description("The version of this agent; always 1")
                .tag("version", version)
                .tag("java", Runtime.version().toString())
                .register(registry);
        Gauge.builder("berth.agent.connected", connected, AtomicLong::get)
                .description("1 while the work socket to the server is open")
                .register(registry);
        counter("connections", "Times that the work socket was opened", opened, AtomicLong::get);
    }

    private <T> void counter(
            String name, String description, T of, ToDoubleFunction<T> figure, String... tags) {
        FunctionCounter.builder("berth.agent." + name, of, figure)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    @Override
    public void called(String kind, Outcome outcome, long nanos) {
        calls.computeIfAbsent(new Kind(kind, outcome), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("berth.agent.docker.call")
                .description("Calls to Docker, and how long they took")
                .tag("call", kind.call())
                .tag("outcome", kind.outcome().name().toLowerCase(Locale.ROOT))
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60))
                .register(registry);
    }

    /** The work socket was opened or closed. */
    public void connected(boolean open) {
        connected.set(open ? 1 : 0);
        if (open) {
            opened.incrementAndGet();
        }
    }

    /** Adds the metrics of reports. */
    public void watch(ReportSender reports) {
        var name = "state.reports";
        var description = "Reports of tasks to the server; failed reports are retried";
        counter(name, description, reports, ReportSender::delivered, "outcome", "delivered");
        counter(name, description, reports, ReportSender::failedAttempts, "outcome", "failed");
        counter(name, description, reports, ReportSender::refused, "outcome", "refused");
    }

    /** Adds the metrics of tasks. Called once. */
    public void watch(TaskEngine engine) {
        registry.getPrometheusRegistry().register(new TaskCollector(engine));
        var counts = engine.counts();
        counter("containers.started", "Started containers", counts, TaskCounts::started);
        counter(
                "container.restarts",
                "Restarts by restart policies",
                counts,
                TaskCounts::restarted);
        var ended = "containers.ended";
        var description = "Ended containers by outcome";
        counter(ended, description, counts, TaskCounts::succeeded, "outcome", "ok");
        counter(ended, description, counts, TaskCounts::failed, "outcome", "failed");
        counter(ended, description, counts, TaskCounts::notStarted, "outcome", "not_started");
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

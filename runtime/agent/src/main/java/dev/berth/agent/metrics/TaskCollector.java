package dev.berth.agent.metrics;

import dev.berth.agent.task.run.TaskEngine;
import dev.berth.agent.task.state.ContainerPhase;
import dev.berth.agent.task.state.TaskState;
import dev.berth.agent.task.state.Vitals;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.TreeMap;

/** Tasks and containers by state, counted at each scrape. */
final class TaskCollector implements MultiCollector {
    private final TaskEngine engine;

    TaskCollector(TaskEngine engine) {
        this.engine = engine;
    }

    @Override
    public MetricSnapshots collect() {
        var tasks = zeroes("PENDING", "RUNNING", "STOPPING", "STOPPED");
        var containers = zeroes();
        for (var phase : ContainerPhase.values()) {
            containers.put(phase.name(), 0L);
        }
        var unhealthy = 0L;
        for (var task : engine.tasks()) {
            tasks.merge(status(task), 1L, Long::sum);
            for (var container : task.containers()) {
                containers.merge(container.phase().name(), 1L, Long::sum);
                if (container.phase() == ContainerPhase.RUNNING
                        && container.vitals().health() == Vitals.Health.UNHEALTHY) {
                    unhealthy++;
                }
            }
        }
        return MetricSnapshots.of(
                gauge("berth_agent_tasks", "Tasks of this host by status", "status", tasks),
                gauge(
                        "berth_agent_containers",
                        "Containers of this host's tasks by state",
                        "state",
                        containers),
                GaugeSnapshot.builder()
                        .name("berth_agent_unhealthy_containers")
                        .help("Running containers whose health check fails")
                        .dataPoint(GaugeDataPointSnapshot.builder().value(unhealthy).build())
                        .build());
    }

    /** Stopped tasks are counted until they are cleaned up. */
    private static String status(TaskState task) {
        if (task.isStopped()) {
            return "STOPPED";
        }
        if (task.isToStop()) {
            return "STOPPING";
        }
        return task.ranAt() != null ? "RUNNING" : "PENDING";
    }

    private static Map<String, Long> zeroes(String... names) {
        var counts = new TreeMap<String, Long>();
        for (var name : names) {
            counts.put(name, 0L);
        }
        return counts;
    }

    private static GaugeSnapshot gauge(
            String name, String help, String label, Map<String, Long> counts) {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        counts.forEach(
                (value, number) ->
                        gauge.dataPoint(
                                GaugeDataPointSnapshot.builder()
                                        .labels(Labels.of(label, value))
                                        .value(number)
                                        .build()));
        return gauge.build();
    }
}

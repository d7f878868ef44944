package dev.berth.agent.telemetry;

import dev.berth.agent.task.state.ContainerState;
import dev.berth.agent.task.state.TaskState;
import dev.berth.protocol.agent.telemetry.ContainerMetric;
import dev.berth.protocol.agent.telemetry.RestartStatsSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The number of restarts of containers since the last report. */
final class RestartCounts {
    private final Map<String, Map<String, Integer>> told = new HashMap<>();

    synchronized ContainerMetric addTo(
            ContainerMetric metric, TaskState task, ContainerState container) {
        var now = container.vitals().restarts();
        var before =
                told.computeIfAbsent(task.arn(), _ -> new HashMap<>()).put(container.name(), now);
        return new ContainerMetric(
                metric.containerName(),
                metric.cpuStatsSet(),
                metric.memoryStatsSet(),
                metric.networkStatsSet(),
                metric.storageStatsSet(),
                new RestartStatsSet((long) now - (before == null ? 0 : before)));
    }

    /** Removes all other tasks. */
    synchronized void keepOnly(Collection<TaskState> tasks) {
        told.keySet().retainAll(tasks.stream().map(TaskState::arn).collect(Collectors.toSet()));
    }
}

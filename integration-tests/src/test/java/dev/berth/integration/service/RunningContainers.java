package dev.berth.integration.service;

import dev.berth.integration.testbed.DockerHost;
import java.time.Instant;
import java.util.Collection;
import java.util.IntSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many containers of some tasks ran at each moment on several Docker hosts, by the times at
 * which their daemons say that each was started and finished. All hosts have one clock.
 */
final class RunningContainers {
    private static final String TASK = "com.amazonaws.ecs.task-arn";

    /** The change of the number at each time that it changed. */
    private final TreeMap<Instant, Integer> changes = new TreeMap<>();

    private RunningContainers() {}

    static RunningContainers of(Collection<DockerHost> hosts, Collection<String> tasks) {
        var all = new RunningContainers();
        for (var host : hosts)
            for (var container : host.containers(Map.of()))
                if (tasks.contains(container.getLabels().getOrDefault(TASK, "")))
                    all.add(host, container.getId());
        return all;
    }

    private void add(DockerHost host, String container) {
        var state = host.client().inspectContainerCmd(container).exec().getState();
        changes.merge(Instant.parse(state.getStartedAt()), 1, Integer::sum);
        if (!state.getRunning())
            changes.merge(Instant.parse(state.getFinishedAt()), -1, Integer::sum);
    }

    /** The least and the most from this moment on. */
    IntSummaryStatistics since(Instant start) {
        var numbers = new IntSummaryStatistics();
        var running = changes.headMap(start, true).values().stream().mapToInt(n -> n).sum();
        numbers.accept(running);
        for (var change : changes.tailMap(start, false).values()) {
            running += change;
            numbers.accept(running);
        }
        return numbers;
    }
}

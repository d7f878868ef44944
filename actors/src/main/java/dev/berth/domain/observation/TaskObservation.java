package dev.berth.domain.observation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * Health and usage of a task, as reported by its agent. Never journaled: lost when the server
 * restarts, and reported again within seconds.
 *
 * @param health by container; without containers that have no health check
 * @param usage the newest windows in order, at most {@value #WINDOWS}
 */
public record TaskObservation(PMap<String, Health> health, PVector<UsageWindow> usage) {
    /** Five minutes of windows of 20 s. */
    public static final int WINDOWS = 15;

    public static final TaskObservation NOTHING =
            new TaskObservation(HashTreePMap.empty(), TreePVector.empty());

    public Health healthOf(String container) {
        return health.getOrDefault(container, Health.UNKNOWN);
    }

    /**
     * The observation after a health report, which may cover only some containers. Returns the same
     * object if nothing changed.
     */
    public TaskObservation withHealth(Map<String, Health> report) {
        var merged = health.plusAll(report);
        return merged.equals(health) ? this : new TaskObservation(merged, usage);
    }

    public TaskObservation withUsage(UsageWindow window) {
        var kept = usage.plus(window);
        return new TaskObservation(health, kept.size() > WINDOWS ? kept.minus(0) : kept);
    }

    /** A stopped task has no usage; its last health is kept. */
    public TaskObservation ended() {
        return usage.isEmpty() ? this : new TaskObservation(health, TreePVector.empty());
    }

    /** The newest window; empty if nothing was measured yet. */
    public Optional<UsageWindow> newest() {
        return usage.isEmpty() ? Optional.empty() : Optional.of(usage.getLast());
    }

    public List<UsageWindow> windows() {
        return usage;
    }

    /**
     * @param instanceCpuUnits all CPU units of the instance, of which usage is a percentage
     */
    public Optional<TaskUtilization> utilization(
            int instanceCpuUnits, int reservedCpuUnits, int reservedMemoryMebibytes) {
        return newest().map(
                        window ->
                                new TaskUtilization(
                                        window.end(),
                                        window.cpuPercent() * instanceCpuUnits / 100,
                                        window.memoryMebibytes(),
                                        reservedCpuUnits,
                                        reservedMemoryMebibytes));
    }
}

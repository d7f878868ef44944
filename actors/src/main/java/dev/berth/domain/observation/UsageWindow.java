package dev.berth.domain.observation;

import java.time.Instant;
import java.util.Map;

/**
 * The usage of a task's containers in one window of about 20 s.
 *
 * @param end when the agent sent it
 * @param containers by name
 */
public record UsageWindow(Instant end, Map<String, ContainerUsage> containers) {
    public UsageWindow {
        containers = Map.copyOf(containers);
    }

    /**
     * @param cpuPercent of all processors of the instance together, 0 to 100
     * @param memoryMebibytes without the page cache
     */
    public record ContainerUsage(Spread cpuPercent, Spread memoryMebibytes) {}

    double cpuPercent() {
        return containers.values().stream().mapToDouble(c -> c.cpuPercent().average()).sum();
    }

    double memoryMebibytes() {
        return containers.values().stream().mapToDouble(c -> c.memoryMebibytes().average()).sum();
    }
}

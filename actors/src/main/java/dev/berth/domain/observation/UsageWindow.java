package dev.berth.domain.observation;

import java.time.Instant;
import java.util.Map;

/**
 * What a task's containers used over one window of about 20 s.
 *
 * @param end when the agent published it
 * @param containers by name
 */
public record UsageWindow(Instant end, Map<String, ContainerUsage> containers) {
    public UsageWindow {
        containers = Map.copyOf(containers);
    }

    /**
     * @param cpuPercent of the whole instance, 0 to 100, all of its processors together
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

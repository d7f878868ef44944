package dev.berth.protocol.agent;

import dev.berth.protocol.json.Absent;
import java.util.List;

/**
 * The details of a container that state reports do not have.
 *
 * @param outOfMemory whether the kernel killed a process in it because it used too much memory
 * @param health the last health status from Docker, such as {@code unhealthy}, or null without a
 *     check
 * @param healthChecks the last health checks, the newest last
 * @param lines the last lines of its output, the newest last
 * @param linesMissing why its output cannot be read, or null
 */
public record BerthContainerDetails(
        String name,
        boolean outOfMemory,
        String health,
        List<BerthHealthCheck> healthChecks,
        List<BerthLogLine> lines,
        String linesMissing) {
    public BerthContainerDetails {
        healthChecks = Absent.asEmpty(healthChecks);
        lines = Absent.asEmpty(lines);
    }

    /** Leaves out the container's output. */
    @Override
    public String toString() {
        return "BerthContainerDetails[%s, outOfMemory=%s, health=%s, %d health checks, %d lines]"
                .formatted(name, outOfMemory, health, healthChecks.size(), lines.size());
    }
}

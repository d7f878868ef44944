package dev.berth.protocol.agent;

import java.util.List;

/**
 * What Docker knows about a container beyond what a report says.
 *
 * @param outOfMemory whether the kernel killed something in it for want of memory
 * @param health Docker's last word, such as {@code unhealthy}, or null without a check
 * @param healthChecks the last ones, the newest last
 * @param lines the last ones that it wrote, the newest last
 * @param linesMissing why there are no lines although it may have written some, or null
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

    /** Leaves out what the container wrote. */
    @Override
    public String toString() {
        return "BerthContainerDetails[%s, outOfMemory=%s, health=%s, %d health checks, %d lines]"
                .formatted(name, outOfMemory, health, healthChecks.size(), lines.size());
    }
}

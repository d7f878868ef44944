package dev.berth.protocol.agent.telemetry;

import dev.berth.protocol.json.Absent;
import java.util.List;

/** The health of one task's containers. */
public record TaskHealth(
        String taskArn,
        String taskDefinitionFamily,
        String taskDefinitionVersion,
        List<ContainerHealth> containers) {
    public TaskHealth {
        containers = Absent.asEmpty(containers);
    }

    /**
     * @param healthStatus {@code HEALTHY}, {@code UNHEALTHY} or {@code UNKNOWN}
     * @param statusSince epoch seconds
     */
    public record ContainerHealth(String containerName, String healthStatus, Double statusSince) {}
}

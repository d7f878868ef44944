package dev.berth.protocol.agent.telemetry;

import dev.berth.protocol.json.Absent;
import java.util.List;

/** The utilization of one task; volume metrics, which Amazon's agent has for EBS, are not read. */
public record TaskMetric(
        String taskArn,
        String taskDefinitionFamily,
        String taskDefinitionVersion,
        List<ContainerMetric> containerMetrics) {
    public TaskMetric {
        containerMetrics = Absent.asEmpty(containerMetrics);
    }
}

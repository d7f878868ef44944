package dev.berth.protocol.agent;

import dev.berth.protocol.agent.telemetry.TaskMetric;
import dev.berth.protocol.agent.telemetry.TelemetryMetadata;
import dev.berth.protocol.json.Absent;
import java.util.List;

/**
 * Utilization of an agent's containers since its last report, every 20 s.
 *
 * @param taskMetrics at most ten tasks a page; empty on an idle instance
 * @param timestamp epoch seconds
 */
public record PublishMetricsRequest(
        TelemetryMetadata metadata, List<TaskMetric> taskMetrics, Double timestamp)
        implements AgentMessage {
    public PublishMetricsRequest {
        taskMetrics = Absent.asEmpty(taskMetrics);
    }
}

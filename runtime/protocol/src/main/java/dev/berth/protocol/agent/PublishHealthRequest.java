package dev.berth.protocol.agent;

import java.util.List;

/**
 * Health of those of an agent's containers that have a health check.
 *
 * @param timestamp epoch seconds
 */
public record PublishHealthRequest(
        TelemetryMetadata metadata, List<TaskHealth> tasks, Double timestamp)
        implements AgentMessage {
    public PublishHealthRequest {
        tasks = Absent.asEmpty(tasks);
    }
}

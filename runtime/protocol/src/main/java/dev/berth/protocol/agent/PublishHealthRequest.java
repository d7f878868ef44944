package dev.berth.protocol.agent;

import dev.berth.protocol.agent.telemetry.TaskHealth;
import dev.berth.protocol.agent.telemetry.TelemetryMetadata;
import dev.berth.protocol.json.Absent;
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

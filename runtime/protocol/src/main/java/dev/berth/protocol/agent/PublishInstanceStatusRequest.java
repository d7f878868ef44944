package dev.berth.protocol.agent;

import dev.berth.protocol.agent.telemetry.TelemetryMetadata;
import dev.berth.protocol.json.Absent;
import java.util.List;

/**
 * Whether what an agent depends on works, after each check that a heartbeat asked for.
 *
 * @param timestamp epoch seconds
 */
public record PublishInstanceStatusRequest(
        TelemetryMetadata metadata, List<InstanceStatus> statuses, Double timestamp)
        implements AgentMessage {
    public PublishInstanceStatusRequest {
        statuses = Absent.asEmpty(statuses);
    }

    /**
     * @param type {@code ContainerRuntime}
     * @param status {@code OK}, {@code IMPAIRED}, {@code INSUFFICIENT_DATA} or {@code INITIALIZING}
     * @param lastUpdated epoch seconds
     * @param lastStatusChange epoch seconds
     */
    public record InstanceStatus(
            String type, String status, Double lastUpdated, Double lastStatusChange) {}
}

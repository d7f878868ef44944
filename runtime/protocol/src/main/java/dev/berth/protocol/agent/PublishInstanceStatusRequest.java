package dev.berth.protocol.agent;

/**
 * Whether an agent's container runtime answers. The status itself is not read yet.
 *
 * @param timestamp epoch seconds
 */
public record PublishInstanceStatusRequest(TelemetryMetadata metadata, Double timestamp)
        implements AgentMessage {}

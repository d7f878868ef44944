package dev.berth.protocol.agent;

/**
 * Health of an agent's containers. The states themselves are not read yet.
 *
 * @param timestamp epoch seconds
 */
public record PublishHealthRequest(TelemetryMetadata metadata, Double timestamp)
        implements AgentMessage {}

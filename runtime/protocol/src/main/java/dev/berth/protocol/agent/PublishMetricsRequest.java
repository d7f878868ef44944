package dev.berth.protocol.agent;

/**
 * Utilization of an agent's containers, every 20 s. The figures themselves are not read yet.
 *
 * @param timestamp epoch seconds
 */
public record PublishMetricsRequest(TelemetryMetadata metadata, Double timestamp)
        implements AgentMessage {}

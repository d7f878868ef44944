package dev.berth.protocol.agent;

/** The server has received a {@link PublishMetricsRequest}. */
public record AckPublishMetric(String message) implements AgentMessage {}

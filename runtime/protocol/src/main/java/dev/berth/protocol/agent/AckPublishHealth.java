package dev.berth.protocol.agent;

/** The server has received a {@link PublishHealthRequest}. */
public record AckPublishHealth(String message) implements AgentMessage {}

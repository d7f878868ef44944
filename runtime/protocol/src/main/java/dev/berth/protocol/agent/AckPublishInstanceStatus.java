package dev.berth.protocol.agent;

/** The server has received a {@link PublishInstanceStatusRequest}. */
public record AckPublishInstanceStatus(String message) implements AgentMessage {}

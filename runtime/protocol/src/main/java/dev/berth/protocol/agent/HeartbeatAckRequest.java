package dev.berth.protocol.agent;

/** The agent's answer to a {@link HeartbeatMessage} on the work socket. */
public record HeartbeatAckRequest(String messageId) implements AgentMessage {}

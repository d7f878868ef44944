package dev.berth.protocol.agent;

/**
 * Keeps a socket alive: agents close the socket after 60 to 120 s without a message, and pings do
 * not count.
 *
 * @param messageId answered with {@link HeartbeatAckRequest} on the work socket; null on the
 *     telemetry socket, where nothing is answered
 */
public record HeartbeatMessage(String messageId, boolean healthy) implements AgentMessage {}

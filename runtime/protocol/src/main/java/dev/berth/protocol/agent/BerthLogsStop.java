package dev.berth.protocol.agent;

/** The reader of a container's output has gone; the agent stops sending. */
public record BerthLogsStop(String requestId) implements AgentMessage {}

package dev.berth.protocol.agent;

/** Nobody reads any more. */
public record BerthLogsStop(String requestId) implements AgentMessage {}

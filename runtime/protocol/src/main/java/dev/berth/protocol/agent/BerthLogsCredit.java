package dev.berth.protocol.agent;

/** Allows the agent to send this many more {@link BerthLogs}. */
public record BerthLogsCredit(String requestId, int count) implements AgentMessage {}

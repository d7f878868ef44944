package dev.berth.protocol.agent;

/** So many more {@link BerthLogs} may be sent: what came before has been passed on. */
public record BerthLogsCredit(String requestId, int count) implements AgentMessage {}

package dev.berth.protocol.agent;

/**
 * Asks an agent what its containers can tell of a task now; the answer is a {@link BerthPostMortem}
 * that bears the request's id. Sent only to agents that say that they know it.
 */
public record BerthExamineTask(String requestId, String taskArn) implements AgentMessage {}

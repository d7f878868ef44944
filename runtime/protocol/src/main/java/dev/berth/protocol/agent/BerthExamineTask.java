package dev.berth.protocol.agent;

/**
 * Asks an agent for the details of a task's containers now. The answer is a {@link BerthPostMortem}
 * with the request's id. The server sends it only to agents that support it.
 */
public record BerthExamineTask(String requestId, String taskArn) implements AgentMessage {}

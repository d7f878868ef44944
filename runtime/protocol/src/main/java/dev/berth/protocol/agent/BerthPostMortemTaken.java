package dev.berth.protocol.agent;

/**
 * The server has journaled the post-mortem of a task, or does not need it. The agent can delete it.
 */
public record BerthPostMortemTaken(String taskArn) implements AgentMessage {}

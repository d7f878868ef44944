package dev.berth.protocol.agent;

/** The server has the post-mortem of a task in its journal, or will never want it. */
public record BerthPostMortemTaken(String taskArn) implements AgentMessage {}

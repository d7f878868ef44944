package dev.berth.protocol.agent;

/** The server could not do something for the agent; nothing is answered. */
public record ErrorMessage(String message) implements AgentMessage {}

package dev.berth.protocol.agent;

/** The server could not process a message of the agent. The agent does not answer. */
public record ErrorMessage(String message) implements AgentMessage {}

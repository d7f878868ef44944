package dev.berth.protocol.agent;

/** The server is about to close the socket. */
public record CloseMessage(String message) implements AgentMessage {}

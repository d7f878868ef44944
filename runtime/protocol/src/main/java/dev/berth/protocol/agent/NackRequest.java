package dev.berth.protocol.agent;

/** The agent will not do what a message asked; agents send it for updates of themselves only. */
public record NackRequest(String cluster, String containerInstance, String messageId, String reason)
        implements AgentMessage {}

package dev.berth.agent.config;

/**
 * The configuration cannot be used; the message names the source of what is wrong and what was
 * expected there.
 */
public final class AgentConfigException extends Exception {
    public AgentConfigException(String message) {
        super(message);
    }
}

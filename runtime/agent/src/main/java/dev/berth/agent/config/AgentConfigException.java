package dev.berth.agent.config;

/**
 * The configuration is invalid. The message names the source of the invalid value and the expected
 * value.
 */
public final class AgentConfigException extends Exception {
    public AgentConfigException(String message) {
        super(message);
    }
}

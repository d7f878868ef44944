package dev.berth.agent.config;

/**
 * The configuration cannot be used; the message names the source of what is wrong and what was
 * expected there.
 */
public final class ConfigException extends Exception {
    public ConfigException(String message) {
        super(message);
    }
}

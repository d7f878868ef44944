package dev.berth.agent.task;

/**
 * A task that a payload describes in a way the agent cannot take; the message says what is wrong
 * with it.
 */
public final class Unloadable extends Exception {
    Unloadable(String message) {
        super(message);
    }
}

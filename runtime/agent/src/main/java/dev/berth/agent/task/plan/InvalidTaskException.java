package dev.berth.agent.task.plan;

/**
 * A task that a payload describes in a way the agent cannot take; the message says what is wrong
 * with it.
 */
public final class InvalidTaskException extends Exception {
    InvalidTaskException(String message) {
        super(message);
    }
}

package dev.berth.agent.task.plan;

/** A task in a payload that the agent cannot run. The message says what is wrong. */
public final class InvalidTaskException extends Exception {
    InvalidTaskException(String message) {
        super(message);
    }
}

package dev.berth.agent.docker;

/**
 * A container that cannot be created from the description in its task. The message is the reported
 * reason.
 */
public final class InvalidContainerException extends Exception {
    public InvalidContainerException(String reason) {
        super(reason);
    }
}

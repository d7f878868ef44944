package dev.berth.agent.docker;

/**
 * A container that cannot be made as its task describes it; the message is the reason that is
 * reported.
 */
public final class InvalidContainerException extends Exception {
    public InvalidContainerException(String reason) {
        super(reason);
    }
}

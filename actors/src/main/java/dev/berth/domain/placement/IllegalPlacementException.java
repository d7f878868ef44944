package dev.berth.domain.placement;

/** A scheduler answered with what its point forbids; the message completes "the scheduler …". */
public final class IllegalPlacementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IllegalPlacementException(String message) {
        super(message);
    }
}

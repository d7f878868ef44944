package dev.berth.domain.placement;

/** A scheduler returned an invalid placement; the message completes "the scheduler …". */
public final class IllegalPlacementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IllegalPlacementException(String message) {
        super(message);
    }
}

package dev.berth.plugin.placement;

/**
 * A request is invalid for a plugin. The caller of the API gets the message: a sentence that says
 * what is wrong and what is expected.
 */
public final class InvalidPlacementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidPlacementException(String message) {
        super(message);
    }
}

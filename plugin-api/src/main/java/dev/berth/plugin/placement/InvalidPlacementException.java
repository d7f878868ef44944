package dev.berth.plugin.placement;

/**
 * A request names a placement that its plugin cannot do. The message is what the caller of the API
 * reads: a sentence that says what was wrong and what would be right.
 */
public final class InvalidPlacementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidPlacementException(String message) {
        super(message);
    }
}

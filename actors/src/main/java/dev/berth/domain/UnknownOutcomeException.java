package dev.berth.domain;

/** A command was begun, and whether it was carried out is unknown. */
public final class UnknownOutcomeException extends RuntimeException {

    /**
     * @param reason for the log; clients do not see it
     */
    public UnknownOutcomeException(String reason) {
        super(reason, null, false, false);
    }
}

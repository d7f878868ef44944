package dev.berth.domain;

/** It is unknown whether a command was executed. */
public final class UnknownOutcomeException extends RuntimeException {

    /**
     * @param reason for the log; clients do not see it
     */
    public UnknownOutcomeException(String reason) {
        super(reason, null, false, false);
    }
}

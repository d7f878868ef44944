package dev.berth.domain;

/** The journal cannot be written now. The command was not executed. */
public final class UnavailableException extends RuntimeException {

    private final ErrorCode code;

    public UnavailableException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** The error code for the API. */
    public ErrorCode code() {
        return code;
    }
}

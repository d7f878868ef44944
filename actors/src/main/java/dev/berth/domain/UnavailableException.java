package dev.berth.domain;

/** Nothing can be written now, so the command was not carried out: nothing has changed. */
public final class UnavailableException extends RuntimeException {

    private final ErrorCode code;

    public UnavailableException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** What an API answers. */
    public ErrorCode code() {
        return code;
    }
}

package dev.berth.agent.server;

/** The agent cannot go on; the message says why and what to do. */
public final class FatalAgentException extends Exception {
    /** Starting again may help. */
    public static final int RETRY = 1;

    /**
     * Starting again will not help; Amazon's agent ends with the same code, and supervisors leave
     * it down.
     */
    public static final int FINAL = 5;

    private final int exitCode;

    public FatalAgentException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}

package dev.berth.agent.connection;

/** The agent cannot continue. The message has the reason and says what to do. */
public final class FatalAgentException extends Exception {
    /** A restart may succeed. */
    public static final int RETRY = 1;

    /**
     * A restart will not succeed. Amazon's agent ends with the same code, and supervisors do not
     * restart it.
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

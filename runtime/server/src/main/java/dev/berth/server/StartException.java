package dev.berth.server;

/** The server cannot start; the message is a sentence for its operator. */
final class StartException extends Exception {
    /** The configuration is invalid, or does not match this database. */
    static final int CONFIGURATION = 2;

    /** The port is in use. */
    static final int PORT_TAKEN = 3;

    /** Something else, such as the database. */
    static final int OTHER = 1;

    private final int exitCode;

    StartException(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}

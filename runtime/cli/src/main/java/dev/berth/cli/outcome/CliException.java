package dev.berth.cli.outcome;

/**
 * A command that cannot do what was asked; the message says what to do about it, and is all that
 * the user sees.
 */
public final class CliException extends RuntimeException {
    private final int exitCode;

    public CliException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** One of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }
}

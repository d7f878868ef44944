package dev.berth.protocol.plugin;

/** A file that cannot be loaded as a plugin. The message says why, without the file's name. */
public final class BadArchiveException extends Exception {
    private final boolean isIncomplete;

    public BadArchiveException(String message) {
        this(message, false);
    }

    private BadArchiveException(String message, boolean isIncomplete) {
        super(message);
        this.isIncomplete = isIncomplete;
    }

    static BadArchiveException incomplete(String message) {
        return new BadArchiveException(message, true);
    }

    /** Whether its end is missing, as while it is being copied. */
    public boolean isIncomplete() {
        return isIncomplete;
    }
}

package dev.berth.protocol.json;

/**
 * A document that does not fit the model. The message names the place and never quotes a value,
 * which may be a secret.
 */
public final class AwsJsonException extends Exception {
    private final String path;
    private final String expected;

    /**
     * @param detail what follows {@code expected} in the sentence, such as {@code ", not a string"}
     */
    AwsJsonException(String path, String expected, String detail) {
        super((path.isEmpty() ? "The body" : path) + " must be " + expected + detail + ".");
        this.path = path;
        this.expected = expected;
    }

    /** Such as {@code containerDefinitions[0].memory}; empty for the document itself. */
    public String path() {
        return path;
    }

    /** Such as {@code an integer}. */
    public String expected() {
        return expected;
    }
}

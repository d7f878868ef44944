package dev.berth.protocol.model;

/**
 * A document that cannot be read, or that does not fit the model. The message is a sentence that
 * names the place. It never quotes a value, which may be a secret.
 *
 * <p>It has no stack trace: it reports an error of the document's sender.
 */
public final class MalformedDocumentException extends Exception {
    private final String path;
    private final String expected;
    private final String detail;

    /**
     * @param path such as {@code containerDefinitions[0].memory}; empty for the document itself
     * @param expected completes "must be", such as {@code an integer}
     * @param detail what follows {@code expected} in the sentence, such as {@code ", not a string"}
     */
    public MalformedDocumentException(String path, String expected, String detail) {
        super(
                (path.isEmpty() ? "The body" : path) + " must be " + expected + detail + ".",
                null,
                false,
                false);
        this.path = path;
        this.expected = expected;
        this.detail = detail;
    }

    /** The same reason seen from one level further out, such as {@code tags} or {@code [0]}. */
    public MalformedDocumentException within(String step) {
        var inner = path.isEmpty() || path.startsWith("[") ? path : "." + path;
        return new MalformedDocumentException(step + inner, expected, detail);
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

package dev.berth.plugin.query;

/**
 * A text is not a cluster query. The message contains the position, the text found there and the
 * expected text.
 */
public final class QuerySyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int column;
    private final String found;
    private final String expected;

    /**
     * @param column the position, counted in characters from 1
     * @param found the text at this position
     * @param expected the expected text
     */
    public QuerySyntaxException(int column, String found, String expected) {
        super("at column " + column + " found " + found + ", expected " + expected);
        this.column = column;
        this.found = found;
        this.expected = expected;
    }

    /**
     * The position, counted in characters from 1; after the last character if the end is missing.
     */
    public int column() {
        return column;
    }

    /** The text at this position: a quoted part of the query, or "the end". */
    public String found() {
        return found;
    }

    /** The expected text. */
    public String expected() {
        return expected;
    }
}

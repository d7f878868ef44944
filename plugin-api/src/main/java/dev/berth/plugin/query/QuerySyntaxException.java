package dev.berth.plugin.query;

/**
 * A text is not a cluster query. The message is a sentence that says where, what stands there and
 * what could stand there instead.
 */
public final class QuerySyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int column;
    private final String found;
    private final String expected;

    /**
     * @param column where, counted in characters from 1
     * @param found what stands there
     * @param expected what could stand there
     */
    public QuerySyntaxException(int column, String found, String expected) {
        super("at column " + column + " found " + found + ", expected " + expected);
        this.column = column;
        this.found = found;
        this.expected = expected;
    }

    /** Where, counted in characters from 1; one past the last where something is missing there. */
    public int column() {
        return column;
    }

    /** What stands there: a quoted piece of the text, or "the end". */
    public String found() {
        return found;
    }

    /** What could stand there. */
    public String expected() {
        return expected;
    }
}

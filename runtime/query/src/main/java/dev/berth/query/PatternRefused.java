package dev.berth.query;

/** A text that is not a regular expression, or uses a construct that is not supported. */
final class PatternRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final String expected;

    PatternRefused(int index, String expected) {
        super(expected + " at " + index);
        this.index = index;
        this.expected = expected;
    }

    /** The position in the regular expression, from 0. */
    int index() {
        return index;
    }

    String expected() {
        return expected;
    }
}

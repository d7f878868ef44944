package dev.berth.query;

/** A regular expression that is none, or that cannot be matched in linear time. */
final class PatternRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final String expected;

    PatternRefused(int index, String expected) {
        super(expected + " at " + index);
        this.index = index;
        this.expected = expected;
    }

    /** Where in the regular expression, from 0. */
    int index() {
        return index;
    }

    String expected() {
        return expected;
    }
}

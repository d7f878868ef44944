package dev.berth.query;

import java.util.List;

/** The tree of a regular expression. */
sealed interface PatternNode {

    /** Matches one character. */
    record One(CodePoints codePoints) implements PatternNode {}

    /** Matches the empty text, at the start or at the end only. */
    record Edge(boolean isStart) implements PatternNode {}

    record Sequence(List<PatternNode> parts) implements PatternNode {}

    record Choice(List<PatternNode> parts) implements PatternNode {}

    record Repeat(PatternNode part, int min, int max) implements PatternNode {
        static final int ANY = -1;
    }
}

package dev.berth.query;

import java.util.List;

/** The tree of a regular expression. */
sealed interface PatternNode {

    /** Takes one character. */
    record One(CodePoints codePoints) implements PatternNode {}

    /** Takes nothing, at the start or at the end of the text only. */
    record Edge(boolean isStart) implements PatternNode {}

    record Sequence(List<PatternNode> parts) implements PatternNode {}

    record Choice(List<PatternNode> parts) implements PatternNode {}

    record Repeat(PatternNode part, int least, int most) implements PatternNode {
        static final int ANY = -1;
    }
}

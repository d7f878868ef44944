package dev.berth.query;

import java.util.ArrayList;
import java.util.List;

/**
 * A regular expression that is matched against a whole text. The matcher follows all alternatives
 * at the same time, so its time is at most the length of the text multiplied by the size of the
 * expression. Patterns with equal sources are equal.
 */
final class LinearPattern {

    /** A step of the program. Positions are indexes into it. */
    sealed interface Step {

        record Take(CodePoints codePoints) implements Step {}

        /** Continues at the next step and at another one. */
        record Fork(int other) implements Step {}

        record Jump(int target) implements Step {}

        record AtStart() implements Step {}

        record AtEnd() implements Step {}

        record Accept() implements Step {}
    }

    /** The maximum number of steps. */
    static final int MAX_STEPS = 5_000;

    private final String source;
    private final Step[] program;

    private LinearPattern(String source, List<Step> program) {
        this.source = source;
        this.program = program.toArray(Step[]::new);
    }

    /**
     * @throws PatternRefused if it is not a regular expression, or uses an unsupported construct
     */
    static LinearPattern compile(String source) throws PatternRefused {
        var tree = new PatternParser(source).parse();
        var compiler = new Compiler();
        compiler.emit(tree);
        compiler.add(new Step.Accept());
        return new LinearPattern(source, compiler.program);
    }

    boolean matches(String text) {
        var now = new Positions(program.length);
        var next = new Positions(program.length);
        enter(now, 0, true, text.isEmpty());
        for (int i = 0; i < text.length() && now.count > 0; ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            next.clear();
            for (int w = 0; w < now.count; w++) {
                if (program[now.at[w]] instanceof Step.Take take
                        && take.codePoints().contains(codePoint)) {
                    enter(next, now.at[w] + 1, false, i == text.length());
                }
            }
            var swapped = now;
            now = next;
            next = swapped;
        }
        return now.has(program.length - 1);
    }

    /** Adds a position, and those that can be reached from it without consuming a character. */
    private void enter(Positions positions, int first, boolean atStart, boolean atEnd) {
        for (int w = positions.add(first); w < positions.count; w++) {
            int position = positions.at[w];
            var step = program[position];
            if (step instanceof Step.Fork fork) {
                positions.add(position + 1);
                positions.add(fork.other());
            } else if (step instanceof Step.Jump jump) {
                positions.add(jump.target());
            } else if (step instanceof Step.AtStart && atStart
                    || step instanceof Step.AtEnd && atEnd) {
                positions.add(position + 1);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearPattern pattern && pattern.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }

    /** A set of positions, in the order in which they were added. */
    private static final class Positions {
        private final int[] at;
        private final boolean[] has;
        private int count;

        Positions(int positions) {
            at = new int[positions];
            has = new boolean[positions];
        }

        /** The index of the next position to process. */
        int add(int position) {
            int before = count;
            if (!has[position]) {
                has[position] = true;
                at[count++] = position;
            }
            return before;
        }

        boolean has(int position) {
            return has[position];
        }

        void clear() {
            for (int w = 0; w < count; w++) {
                has[at[w]] = false;
            }
            count = 0;
        }
    }

    private static final class Compiler {
        private final List<Step> program = new ArrayList<>();
        private int visits;

        int add(Step step) throws PatternRefused {
            if (program.size() == MAX_STEPS) {
                throw tooLarge();
            }
            program.add(step);
            return program.size() - 1;
        }

        void emit(PatternNode node) throws PatternRefused {
            // Counted separately, because repeating an empty expression adds no steps.
            if (++visits > 4 * MAX_STEPS) {
                throw tooLarge();
            }
            if (node instanceof PatternNode.One one) {
                add(new Step.Take(one.codePoints()));
            } else if (node instanceof PatternNode.Edge edge) {
                add(edge.isStart() ? new Step.AtStart() : new Step.AtEnd());
            } else if (node instanceof PatternNode.Sequence sequence) {
                for (var part : sequence.parts()) {
                    emit(part);
                }
            } else if (node instanceof PatternNode.Choice choice) {
                choice(choice.parts());
            } else if (node instanceof PatternNode.Repeat repeat) {
                repeat(repeat);
            }
        }

        private void choice(List<PatternNode> parts) throws PatternRefused {
            var ends = new ArrayList<Integer>();
            for (var part : parts.subList(0, parts.size() - 1)) {
                int fork = add(new Step.Fork(0));
                emit(part);
                ends.add(add(new Step.Jump(0)));
                program.set(fork, new Step.Fork(program.size()));
            }
            emit(parts.get(parts.size() - 1));
            for (int end : ends) {
                program.set(end, new Step.Jump(program.size()));
            }
        }

        private void repeat(PatternNode.Repeat repeat) throws PatternRefused {
            for (int i = 0; i < repeat.min(); i++) {
                emit(repeat.part());
            }
            if (repeat.max() == PatternNode.Repeat.ANY) {
                int fork = add(new Step.Fork(0));
                emit(repeat.part());
                add(new Step.Jump(fork));
                program.set(fork, new Step.Fork(program.size()));
                return;
            }
            var forks = new ArrayList<Integer>();
            for (int i = repeat.min(); i < repeat.max(); i++) {
                forks.add(add(new Step.Fork(0)));
                emit(repeat.part());
            }
            for (int fork : forks) {
                program.set(fork, new Step.Fork(program.size()));
            }
        }

        private static PatternRefused tooLarge() {
            return new PatternRefused(0, "a smaller regular expression");
        }
    }
}

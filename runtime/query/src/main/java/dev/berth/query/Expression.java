package dev.berth.query;

import dev.berth.plugin.cluster.Instance;
import java.util.List;
import java.util.stream.Collectors;

/** The tree of a query. Its text parses to an equal tree. */
sealed interface Expression {

    boolean holds(Instance instance);

    record And(List<Expression> parts) implements Expression {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(Instance instance) {
            for (var part : parts) {
                if (!part.holds(instance)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map(
                            part ->
                                    part instanceof Or || part instanceof And
                                            ? "(" + part + ")"
                                            : "" + part)
                    .collect(Collectors.joining(" and "));
        }
    }

    record Or(List<Expression> parts) implements Expression {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(Instance instance) {
            for (var part : parts) {
                if (part.holds(instance)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map(part -> part instanceof Or ? "(" + part + ")" : "" + part)
                    .collect(Collectors.joining(" or "));
        }
    }

    record Not(Expression part) implements Expression {
        @Override
        public boolean holds(Instance instance) {
            return !part.holds(instance);
        }

        @Override
        public String toString() {
            return "not(" + part + ")";
        }
    }

    /**
     * @param operands none for exists, one or more for in, otherwise one
     */
    record Comparison(Subject subject, Operator operator, List<Operand> operands)
            implements Expression {
        public Comparison {
            operands = List.copyOf(operands);
        }

        @Override
        public boolean holds(Instance instance) {
            if (!operator.isNegated()) {
                return subject.test(instance, operator, operands);
            }
            return (operator == Operator.NOT_EXISTS || subject.isPresent(instance))
                    && !subject.test(instance, operator.plain(), operands);
        }

        @Override
        public String toString() {
            var start = subject.text() + " " + operator.symbol();
            return switch (operator.takes()) {
                case NOTHING -> start;
                case LIST ->
                        operands.stream()
                                .map(Operand::quoted)
                                .collect(Collectors.joining(", ", start + " [", "]"));
                case VALUE, PATTERN -> start + " " + operands.get(0).quoted();
            };
        }
    }
}

package dev.berth.query;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operators of the language. For an existing value, a negated operator is the opposite of its
 * plain one. For a missing value, only {@code !exists} is true.
 */
enum Operator {
    EQUALS("==", "equals", Takes.VALUE),
    NOT_EQUALS("!=", "not_equals", Takes.VALUE),
    GREATER_THAN(">", "greater_than", Takes.VALUE),
    GREATER_THAN_EQUAL(">=", "greater_than_equal", Takes.VALUE),
    LESS_THAN("<", "less_than", Takes.VALUE),
    LESS_THAN_EQUAL("<=", "less_than_equal", Takes.VALUE),
    EXISTS("exists", "exists", Takes.NOTHING),
    NOT_EXISTS("!exists", "not_exists", Takes.NOTHING),
    IN("in", "in", Takes.LIST),
    NOT_IN("!in", "not_in", Takes.LIST),
    MATCHES("=~", "matches", Takes.PATTERN),
    NOT_MATCHES("!~", "not_matches", Takes.PATTERN);

    /** The arguments of an operator. */
    enum Takes {
        NOTHING,
        VALUE,
        LIST,
        PATTERN
    }

    static final Set<Operator> ORDER =
            EnumSet.of(
                    EQUALS,
                    NOT_EQUALS,
                    GREATER_THAN,
                    GREATER_THAN_EQUAL,
                    LESS_THAN,
                    LESS_THAN_EQUAL);
    static final Set<Operator> CHOICE =
            EnumSet.of(EQUALS, NOT_EQUALS, IN, NOT_IN, MATCHES, NOT_MATCHES);

    private final String symbol;
    private final String word;
    private final Takes takes;

    Operator(String symbol, String word, Takes takes) {
        this.symbol = symbol;
        this.word = word;
        this.takes = takes;
    }

    String symbol() {
        return symbol;
    }

    String word() {
        return word;
    }

    Takes takes() {
        return takes;
    }

    boolean isNegated() {
        return plain() != this;
    }

    Operator plain() {
        return switch (this) {
            case NOT_EQUALS -> EQUALS;
            case NOT_EXISTS -> EXISTS;
            case NOT_IN -> IN;
            case NOT_MATCHES -> MATCHES;
            default -> this;
        };
    }

    /** Whether an operator of order is true for the result of a comparison with the operand. */
    boolean accepts(int comparison) {
        return switch (this) {
            case EQUALS -> comparison == 0;
            case GREATER_THAN -> comparison > 0;
            case GREATER_THAN_EQUAL -> comparison >= 0;
            case LESS_THAN -> comparison < 0;
            case LESS_THAN_EQUAL -> comparison <= 0;
            default -> throw new IllegalStateException(this + " is no order");
        };
    }

    /** "one of ==, != or in", for the operators in the set. */
    static String oneOf(Set<Operator> operators) {
        return Arrays.stream(values())
                .filter(operators::contains)
                .map(Operator::symbol)
                .collect(Collectors.joining(", ", "one of ", ""));
    }
}

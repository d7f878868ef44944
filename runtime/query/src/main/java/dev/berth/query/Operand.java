package dev.berth.query;

import java.time.Instant;

/** An argument, converted to the type of its subject. Operands with equal texts are equal. */
sealed interface Operand {

    String text();

    /** The text as it is written in a query. An argument never contains both kinds of quotes. */
    default String quoted() {
        var quote = text().indexOf('\'') < 0 ? "'" : "\"";
        return quote + text() + quote;
    }

    /**
     * @param number the text as a number, or NaN
     */
    record Text(String text, double number) implements Operand {}

    record Version(String text) implements Operand {}

    record Count(String text, int value) implements Operand {}

    /**
     * @param start the start of the given day or second
     * @param end its end, exclusive
     */
    record Moment(String text, Instant start, Instant end) implements Operand {}

    record Matching(String text, LinearPattern pattern) implements Operand {}
}

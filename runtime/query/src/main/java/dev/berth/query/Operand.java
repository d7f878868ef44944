package dev.berth.query;

import java.time.Instant;

/** An argument, understood as its subject understands it. Equal where the texts are. */
sealed interface Operand {

    String text();

    /** As it can stand in a query. No argument holds both kinds of quotes. */
    default String quoted() {
        var quote = text().indexOf('\'') < 0 ? "'" : "\"";
        return quote + text() + quote;
    }

    /**
     * @param number the text as a number, NaN where it is none
     */
    record Text(String text, double number) implements Operand {}

    record Version(String text) implements Operand {}

    record Count(String text, int value) implements Operand {}

    /**
     * @param start when the day or the second that is named begins
     * @param end when it is over
     */
    record Moment(String text, Instant start, Instant end) implements Operand {}

    record Matching(String text, LinearPattern pattern) implements Operand {}
}

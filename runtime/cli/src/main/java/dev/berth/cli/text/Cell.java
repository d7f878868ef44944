package dev.berth.cli.text;

/** A text of a table or page and its colour. */
public record Cell(String text, Colour colour) {

    public static Cell of(String text) {
        return new Cell(text, Colour.NONE);
    }

    /** A status, in its own colour. */
    public static Cell state(String state) {
        return new Cell(state, Colour.ofState(state));
    }

    Cell withText(String other) {
        return new Cell(other, colour);
    }

    int length() {
        return text.codePointCount(0, text.length());
    }
}

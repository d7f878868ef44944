package dev.berth.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lines of a terminal: headings, fields with their names in one column and their texts wrapped in
 * another, and texts from outside, unchanged except for control sequences, which are removed.
 */
public final class TextPage {
    private static final int NAMES = 13;
    private static final String INDENT = "  ";
    private static final Pattern STEERING =
            Pattern.compile("\\x1B\\[[0-9;?]*[ -/]*[@-~]|\\x1B.?|[\\p{Cntrl}&&[^\\t]]");

    private final Screen screen;
    private final List<String> lines = new ArrayList<>();

    public TextPage(Screen screen) {
        this.screen = screen;
    }

    /** A line at the margin, with an empty one before it. */
    public void heading(String text) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(screen.painted(Colour.BOLD, plain(text)));
    }

    /** Nothing where the text is empty. */
    public void field(String name, String text) {
        field(name, Cell.of(text));
    }

    /** Nothing where the text is empty. */
    public void field(String name, Cell cell) {
        if (cell.text().isEmpty()) {
            return;
        }
        var first = INDENT + name + " ".repeat(Math.max(1, NAMES - name.length()));
        var rest = " ".repeat(INDENT.length() + NAMES);
        var margin = first;
        var line = new StringBuilder();
        for (var word : plain(cell.text()).split(" ")) {
            if (!line.isEmpty()
                    && margin.length() + length(line) + 1 + length(word) > screen.width()) {
                lines.add(margin + screen.painted(cell.colour(), line.toString()));
                margin = rest;
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(margin + screen.painted(cell.colour(), line.toString()));
    }

    /** A line beneath a heading, however long. */
    public void row(String text) {
        lines.add((INDENT + plain(text)).stripTrailing());
    }

    /** A line beneath a field, however long. */
    public void beneath(String text) {
        lines.add((INDENT + INDENT + plain(text)).stripTrailing());
    }

    private static int length(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }

    private static String plain(String text) {
        return STEERING.matcher(text.replace('\n', ' ')).replaceAll("");
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}

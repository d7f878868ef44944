package dev.berth.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lines of a terminal: headings, fields with their names in one column and their texts wrapped in
 * another, and what somebody else wrote, as it is. Nothing in it steers the terminal.
 */
public final class TextPage {
    private static final int NAMES = 13;
    private static final String INDENT = "  ";
    private static final Pattern STEERING =
            Pattern.compile("\\x1B\\[[0-9;?]*[ -/]*[@-~]|\\x1B.?|[\\p{Cntrl}&&[^\\t]]");

    private final int width;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param width of the terminal in columns
     */
    public TextPage(int width) {
        this.width = width;
    }

    /** A line at the margin, with an empty one before it. */
    public void heading(String text) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(plain(text));
    }

    /** Nothing where the text is empty. */
    public void field(String name, String text) {
        if (text.isEmpty()) {
            return;
        }
        var first = INDENT + name + " ".repeat(Math.max(1, NAMES - name.length()));
        var rest = " ".repeat(INDENT.length() + NAMES);
        var line = new StringBuilder(first);
        var isEmpty = true;
        for (var word : plain(text).split(" ")) {
            if (!isEmpty && length(line) + 1 + length(word) > width) {
                lines.add(line.toString());
                line = new StringBuilder(rest);
                isEmpty = true;
            }
            line.append(isEmpty ? "" : " ").append(word);
            isEmpty = false;
        }
        lines.add(line.toString());
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

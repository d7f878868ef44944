package dev.berth.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Columns under headings, each as wide as its widest cell, with no trailing blanks. */
public final class Table {
    private static final String GAP = "  ";
    private static final int NARROWEST = 20;
    private static final int LEAST = 8;
    private static final int LONGEST_ID = 36;

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** A cell without text shows as "-", so that columns stay countable. */
    public void row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException("a cell per heading");
        }
        rows.add(List.of(cells).stream().map(Table::cell).toList());
    }

    @Override
    public String toString() {
        return text(Integer.MAX_VALUE);
    }

    private int[] widths() {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return widths;
    }

    /**
     * As {@link #toString}, within a width: the last column is wrapped first, then whichever is the
     * widest. A word longer than its column is broken.
     */
    public String text(int width) {
        var widths = widths();
        var last = widths.length - 1;
        var excess = sum(widths) - width;
        if (excess > 0) {
            widths[last] = Math.max(Math.min(widths[last], NARROWEST), widths[last] - excess);
        }
        var words = longestWords();
        while (sum(widths) > width) {
            var widest = widestOf(widths, words);
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        widths[last] = Math.max(LEAST, widths[last] - Math.max(0, sum(widths) - width));
        return rows.stream()
                .flatMap(row -> wrapped(row, widths).stream())
                .map(row -> line(row, widths))
                .collect(Collectors.joining("\n"));
    }

    /** The widest column that is wider than its longest word; -1 for none. */
    private static int widestOf(int[] widths, int[] words) {
        var widest = -1;
        for (int i = 0; i < widths.length; i++) {
            var canShrink = widths[i] > words[i];
            if (canShrink && (widest < 0 || widths[i] >= widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    /** Ids have to stay whole, since they are copied; what is longer than an id is broken. */
    private int[] longestWords() {
        var longest = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < longest.length; i++) {
                for (var word : row.get(i).split(" ")) {
                    longest[i] = Math.max(longest[i], Math.min(LONGEST_ID, length(word)));
                }
            }
        }
        return longest;
    }

    private static int sum(int[] widths) {
        return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    }

    private static List<List<String>> wrapped(List<String> row, int[] widths) {
        var columns = new ArrayList<List<String>>();
        for (int i = 0; i < widths.length; i++) {
            columns.add(parts(row.get(i), widths[i]));
        }
        var height = columns.stream().mapToInt(List::size).max().orElse(1);
        var lines = new ArrayList<List<String>>();
        for (int i = 0; i < height; i++) {
            var at = i;
            lines.add(columns.stream().map(c -> at < c.size() ? c.get(at) : "").toList());
        }
        return lines;
    }

    private static List<String> parts(String text, int width) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        for (var word : text.split(" ")) {
            if (!part.isEmpty() && length(part.toString()) + 1 + length(word) > width) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(part.isEmpty() ? "" : " ").append(word);
            while (length(part.toString()) > width) {
                var end = part.offsetByCodePoints(0, width);
                parts.add(part.substring(0, end));
                part.delete(0, end);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP).append(row.get(i));
            line.append(" ".repeat(widths[i] - length(row.get(i))));
        }
        return line.toString().stripTrailing();
    }

    /** A reason that somebody else wrote must not break the line or steer the terminal. */
    private static String cell(String text) {
        return text.isEmpty() ? "-" : text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}

package dev.berth.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Columns under headings, each as wide as its widest cell, with no trailing blanks. */
public final class Table {
    private static final String GAP = "   ";
    private static final int NARROWEST = 20;

    private final List<List<String>> rows = new ArrayList<>();

    private Table() {}

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
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    }

    /** As {@link #toString}, with the last column wrapped so that lines end at this width. */
    public String text(int width) {
        var columns = rows.getFirst().size() - 1;
        var outer = 0;
        for (int i = 0; i < columns; i++) {
            var column = i;
            outer +=
                    GAP.length()
                            + rows.stream().mapToInt(r -> length(r.get(column))).max().orElse(0);
        }
        var wrapped = new Table();
        for (var row : rows) {
            var first = true;
            for (var part : parts(row.getLast(), Math.max(NARROWEST, width - outer))) {
                var cells = new ArrayList<>(row.subList(0, columns));
                if (!first) {
                    cells.replaceAll(_ -> "");
                }
                cells.add(part);
                wrapped.rows.add(cells);
                first = false;
            }
        }
        return wrapped.toString();
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

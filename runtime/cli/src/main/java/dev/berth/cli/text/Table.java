package dev.berth.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Columns under headings, each as wide as its widest cell, with no trailing blanks. */
public final class Table {
    private static final String GAP = "  ";
    private static final String NOTHING = "-";
    private static final int NARROWEST = 20;
    private static final int LEAST = 8;
    private static final int LONGEST_ID = 36;

    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(Stream.of(headings).map(each -> new Cell(each, Colour.BOLD)).toList());
    }

    private Table(List<List<Cell>> rows) {
        this.rows.addAll(rows);
    }

    public void row(String... cells) {
        row(Stream.of(cells).map(Cell::of).toArray(Cell[]::new));
    }

    /** A cell without text shows as "-", so that columns stay countable. */
    public void row(Cell... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException("a cell per heading");
        }
        rows.add(Stream.of(cells).map(Table::plain).toList());
    }

    @Override
    public String toString() {
        return text(Screen.PIPE);
    }

    /** Whether nothing is wrapped, once columns without content are left out. */
    public boolean fits(Screen screen) {
        return sum(withoutEmptyColumns().widths()) <= screen.width();
    }

    /**
     * As {@link #toString}, within a width: columns without content are left out first, then the
     * last column is wrapped, then whichever is the widest. A word longer than its column is
     * broken.
     */
    public String text(Screen screen) {
        return sum(widths()) <= screen.width()
                ? written(screen)
                : withoutEmptyColumns().written(screen);
    }

    private Table withoutEmptyColumns() {
        var shown =
                IntStream.range(0, rows.getFirst().size())
                        .filter(
                                i ->
                                        rows.size() == 1
                                                || rows.stream()
                                                        .skip(1)
                                                        .anyMatch(row -> hasContent(row.get(i))))
                        .toArray();
        return new Table(
                rows.stream().map(row -> IntStream.of(shown).mapToObj(row::get).toList()).toList());
    }

    private static boolean hasContent(Cell cell) {
        return !cell.text().equals(NOTHING);
    }

    private String written(Screen screen) {
        var widths = narrowed(screen.width());
        return rows.stream()
                .flatMap(row -> wrapped(row, widths).stream())
                .map(row -> line(row, widths, screen))
                .collect(Collectors.joining("\n"));
    }

    private int[] narrowed(int width) {
        var widths = widths();
        var last = widths.length - 1;
        var excess = sum(widths) - width;
        if (excess > 0) {
            widths[last] = Math.max(Math.min(widths[last], NARROWEST), widths[last] - excess);
        }
        shrink(widths, longestWords(), width);
        var least = new int[widths.length];
        Arrays.fill(least, LEAST);
        shrink(widths, least, width);
        return widths;
    }

    /** Takes from the widest column, again and again, none below its least width. */
    private static void shrink(int[] widths, int[] least, int width) {
        while (sum(widths) > width) {
            var widest = -1;
            for (int i = 0; i < widths.length; i++) {
                var canShrink = widths[i] > least[i];
                if (canShrink && (widest < 0 || widths[i] >= widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private int[] widths() {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    /** Ids have to stay whole, since they are copied; what is longer than an id is broken. */
    private int[] longestWords() {
        var longest = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < longest.length; i++) {
                for (var word : row.get(i).text().split(" ")) {
                    longest[i] = Math.max(longest[i], Math.min(LONGEST_ID, length(word)));
                }
            }
        }
        return longest;
    }

    private static int sum(int[] widths) {
        return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    }

    private static List<List<Cell>> wrapped(List<Cell> row, int[] widths) {
        var columns = new ArrayList<List<String>>();
        for (int i = 0; i < widths.length; i++) {
            columns.add(parts(row.get(i).text(), widths[i]));
        }
        var height = columns.stream().mapToInt(List::size).max().orElse(1);
        var lines = new ArrayList<List<Cell>>();
        for (int i = 0; i < height; i++) {
            var line = new ArrayList<Cell>();
            for (int c = 0; c < widths.length; c++) {
                var parts = columns.get(c);
                line.add(row.get(c).withText(i < parts.size() ? parts.get(i) : ""));
            }
            lines.add(line);
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

    private static String line(List<Cell> row, int[] widths, Screen screen) {
        var line = new StringBuilder();
        var blanks = 0;
        for (int i = 0; i < widths.length; i++) {
            var cell = row.get(i);
            if (cell.length() > 0) {
                line.append(" ".repeat(blanks)).append(screen.painted(cell.colour(), cell.text()));
                blanks = 0;
            }
            blanks += widths[i] - cell.length() + GAP.length();
        }
        return line.toString();
    }

    /** A reason comes from outside, so it must not contain line breaks or control the terminal. */
    private static Cell plain(Cell cell) {
        return cell.withText(
                cell.text().isEmpty() ? NOTHING : cell.text().replaceAll("\\p{Cntrl}+", " "));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}

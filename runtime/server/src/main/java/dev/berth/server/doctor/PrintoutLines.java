package dev.berth.server.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Formats lines: wrapped and coloured on a terminal, plain if the output is piped.
 *
 * @param width in columns
 */
record PrintoutLines(int width, boolean hasColour) {
    private static final String MARGIN = " ".repeat(24);
    private static final int MIN_WIDTH = 16;
    private static final Map<String, String> COLOURS =
            Map.of("ok", "32", "warning", "33", "WRONG", "31");

    static final PrintoutLines PIPE = new PrintoutLines(Integer.MAX_VALUE, false);

    /** The start script sets the width of the terminal; piped output has no width. */
    static PrintoutLines ofTerminal() {
        var columns = System.getProperty("berth.columns");
        if (columns == null || !columns.matches("\\d{1,6}")) {
            return PIPE;
        }
        var noColor = System.getenv("NO_COLOR");
        return new PrintoutLines(Integer.parseInt(columns), noColor == null || noColor.isEmpty());
    }

    /** A check, its result and its detail. The detail is wrapped in its own column. */
    String row(String name, String result, String detail) {
        var text = new StringBuilder("%-14s ".formatted(name)).append(painted(result));
        var lines = wrapped(detail);
        text.append(" ".repeat(Math.max(1, 9 - result.length()))).append(lines.getFirst());
        lines.stream().skip(1).forEach(line -> text.append('\n').append(MARGIN).append(line));
        return text.toString().stripTrailing() + "\n";
    }

    String painted(String result) {
        var colour = COLOURS.get(result);
        return hasColour && colour != null
                ? "\u001b[" + colour + "m" + result + "\u001b[0m"
                : result;
    }

    private List<String> wrapped(String detail) {
        var room = Math.max(MIN_WIDTH, width - MARGIN.length());
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : detail.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}

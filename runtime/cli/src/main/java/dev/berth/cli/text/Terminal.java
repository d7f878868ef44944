package dev.berth.cli.text;

/**
 * Where the output goes. The script measures the terminal and passes its width; output that is
 * piped has none, so it is neither wrapped nor coloured.
 */
public final class Terminal {
    private static final int NARROWEST = 40;

    private Terminal() {}

    public static boolean isPresent() {
        return System.getProperty("berth.columns") != null;
    }

    /** Of the terminal in columns; unlimited where the output is piped. */
    public static int width() {
        return width(System.getProperty("berth.columns"));
    }

    static int width(String columns) {
        if (columns == null || !columns.matches("\\d{1,6}")) {
            return Integer.MAX_VALUE;
        }
        return Math.max(NARROWEST, Integer.parseInt(columns));
    }

    /** On a terminal, unless {@code NO_COLOR} is set to anything. */
    public static boolean hasColour() {
        var no = System.getenv("NO_COLOR");
        return isPresent() && (no == null || no.isEmpty());
    }
}

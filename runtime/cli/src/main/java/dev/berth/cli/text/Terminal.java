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

    public static Screen screen() {
        return new Screen(width(System.getProperty("berth.columns")), hasColour());
    }

    /** Of the terminal in columns; unlimited where the output is piped. */
    static int width(String columns) {
        if (columns == null || !columns.matches("\\d{1,6}")) {
            return Integer.MAX_VALUE;
        }
        return Math.max(NARROWEST, Integer.parseInt(columns));
    }

    /** On a terminal, unless {@code NO_COLOR} is set to anything. */
    public static boolean hasColour() {
        return isPresent() && mayColour(System.getenv("NO_COLOR"));
    }

    static boolean mayColour(String noColor) {
        return noColor == null || noColor.isEmpty();
    }
}

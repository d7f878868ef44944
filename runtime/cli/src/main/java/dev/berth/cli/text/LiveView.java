package dev.berth.cli.text;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * A page that is written again and again until the program is interrupted. On a terminal each takes
 * the place of the one before; where the output is piped they follow each other.
 */
public final class LiveView {
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintWriter out;
    private final boolean replaces;

    public LiveView(PrintWriter out, boolean replaces) {
        this.out = out;
        this.replaces = replaces;
    }

    /** What is shown at the moment. */
    @FunctionalInterface
    public interface Page {
        String now() throws Exception;
    }

    /** Never returns but by an exception. */
    public void follow(Duration interval, Page page) throws Exception {
        while (true) {
            show(page.now());
            Thread.sleep(interval);
        }
    }

    /** Each line is cleared as it is written, since clearing the screen first would flicker. */
    void show(String text) {
        if (replaces) {
            out.print(HOME);
            text.lines().forEach(line -> out.print(line + CLEAR_REST_OF_LINE + "\n"));
            out.print(CLEAR_BELOW);
        } else {
            out.println(text);
        }
        out.flush();
    }
}

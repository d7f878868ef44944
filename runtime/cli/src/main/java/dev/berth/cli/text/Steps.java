package dev.berth.cli.text;

import java.io.PrintWriter;
import java.util.Locale;

/** The table of the quick start: a line per step with its seconds, printed as each is done. */
public final class Steps {
    private final PrintWriter out;

    public Steps(PrintWriter out) {
        this.out = out;
    }

    @FunctionalInterface
    public interface Step<T> {
        T take() throws Exception;
    }

    @FunctionalInterface
    public interface Title<T> {
        String of(T result) throws Exception;
    }

    public <T> T take(Step<T> step, Title<T> title) throws Exception {
        var begin = System.nanoTime();
        var result = step.take();
        line(title.of(result), (System.nanoTime() - begin) / 1e9);
        return result;
    }

    /** One more line, in the form that bin/quickstart prints its own. */
    public void line(String text, double seconds) {
        out.printf(Locale.ROOT, "  %-58s %7.1f s%n", text, seconds);
        out.flush();
    }
}

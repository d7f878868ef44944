package dev.berth.integration.benchmark;

import java.util.Locale;

/** The lines that a measure prints: what, how much, and beside what it is to be seen. */
final class Lines {
    private Lines() {}

    static void title(String text) {
        System.out.println(text);
    }

    static void line(String what, String value, String... beside) {
        System.out.printf(
                Locale.ROOT, "  %-42s %14s  %s%n", what, value, String.join("; ", beside));
    }

    static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f/s", perSecond);
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%,.1f s", seconds);
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, "%,.0f ms", millis);
    }

    static String ratio(String of, double ratio) {
        return String.format(Locale.ROOT, "%s x%.2f", of, ratio);
    }

    static void pace(String what, Pace pace, String... beside) {
        line(what, rate(pace.perSecond()), beside);
        line("last thousand against first", "x" + number(pace.lastAgainstFirst()), "in time taken");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}

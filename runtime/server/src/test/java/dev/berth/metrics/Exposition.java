package dev.berth.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Prometheus' text format as a test reads it: each line must be one that Prometheus takes. */
public final class Exposition {
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(([a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\]|\\\\.)*\",?)*)})? (\\S+)");

    private final Map<String, Double> samples = new HashMap<>();
    private final Map<String, String> types = new HashMap<>();

    private Exposition(List<String> lines) {
        for (var line : lines) {
            if (line.startsWith("# TYPE ")) {
                var words = line.split(" ");
                types.put(words[2], words[3]);
            } else if (!line.startsWith("# HELP ") && !line.isEmpty()) {
                read(line);
            }
        }
    }

    public static Exposition parse(String text) {
        return new Exposition(text.lines().toList());
    }

    private void read(String line) {
        var sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("no sample: " + line);
        }
        var labels = sample.group(2) == null ? "" : sample.group(2);
        var name = sample.group(1) + (labels.isEmpty() ? "" : "{" + labels + "}");
        if (samples.put(name, number(sample.group(4))) != null) {
            throw new AssertionError("twice: " + name);
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** The value of a series as it is written, labels in their alphabetical order. */
    public double value(String series) {
        if (!samples.containsKey(series)) {
            throw new AssertionError("no " + series + " among " + samples.keySet());
        }
        return samples.get(series);
    }

    public boolean has(String series) {
        return samples.containsKey(series);
    }

    public String type(String name) {
        return types.get(name);
    }
}

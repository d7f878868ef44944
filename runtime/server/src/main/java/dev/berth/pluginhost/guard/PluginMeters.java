package dev.berth.pluginhost.guard;

import dev.berth.plugin.Meters;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The meters of one plugin. Reading them calls no plugin. */
public final class PluginMeters implements Meters {
    private static final int MOST = 100;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private final Map<String, Double> counters = new TreeMap<>();
    private final Map<String, Double> gauges = new TreeMap<>();

    @Override
    public synchronized void add(String name, double amount) {
        if (!(amount >= 0)) {
            throw new IllegalArgumentException("A counter cannot be lowered: " + name);
        }
        check(name, gauges, counters);
        counters.merge(name, amount, Double::sum);
    }

    @Override
    public synchronized void set(String name, double value) {
        check(name, counters, gauges);
        gauges.put(name, value);
    }

    private static void check(String name, Map<String, Double> other, Map<String, Double> own) {
        if (!NAME.matcher(name).matches() || other.containsKey(name)) {
            throw new IllegalArgumentException("Not a name for this meter: " + name);
        }
        if (!own.containsKey(name) && own.size() + other.size() >= MOST) {
            throw new IllegalArgumentException("A plugin has at most " + MOST + " meters");
        }
    }

    public synchronized Map<String, Double> counters() {
        return Map.copyOf(counters);
    }

    public synchronized Map<String, Double> gauges() {
        return Map.copyOf(gauges);
    }
}

package dev.berth.plugin;

/**
 * Counters and gauges of one plugin. A name has at most 64 lower-case letters, digits and
 * underscores and starts with a letter. A plugin can have at most 100 names.
 *
 * <p>Both methods throw IllegalArgumentException for an invalid name, and if there are too many
 * names.
 */
public interface Meters {

    /**
     * Adds to a counter, which starts at 0.
     *
     * @param amount not negative
     */
    void add(String name, double amount);

    /** Sets a gauge. */
    void set(String name, double value);
}

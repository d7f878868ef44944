package dev.berth.plugin;

/**
 * Counters and gauges of one plugin. A name is made of at most 64 lower-case letters, digits and
 * underscores and begins with a letter; a plugin has at most 100 of them.
 *
 * <p>Both methods throw IllegalArgumentException for a name that is not allowed and for one too
 * many.
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

package dev.berth.protocol.agent;

/**
 * What was seen of a whole number over a window.
 *
 * @param overflowMin what {@code min} is to be raised by where it did not fit; so are the others
 */
public record LongStatsSet(
        Long min,
        Long max,
        Integer sampleCount,
        Long sum,
        Long overflowMin,
        Long overflowMax,
        Long overflowSum) {
    public LongStatsSet(long min, long max, int sampleCount, long sum) {
        this(min, max, sampleCount, sum, null, null, null);
    }
}

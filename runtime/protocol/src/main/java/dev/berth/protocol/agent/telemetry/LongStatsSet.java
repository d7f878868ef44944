package dev.berth.protocol.agent.telemetry;

/**
 * The statistics of a whole number over a window.
 *
 * @param overflowMin what to add to {@code min} if the value is larger than an int; the other two
 *     likewise
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

package dev.berth.integration.benchmark;

import java.util.Arrays;

/** When each of many equal pieces of work was done. Any thread may tell it. */
final class Pace {
    private static final int SLICE = 1_000;

    private final long begun = System.nanoTime();
    private long[] done = new long[1_024];
    private int count;

    /** So many pieces are done now. */
    synchronized void done(int pieces) {
        if (count + pieces > done.length) {
            done = Arrays.copyOf(done, Math.max(count + pieces, 2 * done.length));
        }
        Arrays.fill(done, count, count + pieces, System.nanoTime() - begun);
        count += pieces;
    }

    synchronized int count() {
        return count;
    }

    double secondsSinceBegin() {
        return (System.nanoTime() - begun) / 1e9;
    }

    synchronized double perSecond() {
        return count == 0 ? 0 : count / seconds(0, count);
    }

    /** How many times as long the last thousand took as the first. */
    synchronized double lastAgainstFirst() {
        var slice = Math.min(SLICE, count / 2);
        return seconds(count - slice, count) / seconds(0, slice);
    }

    /** From the end of the piece before {@code from} to the end of the last before {@code to}. */
    private double seconds(int from, int to) {
        var start = from == 0 ? 0 : done[from - 1];
        return Math.max(1, done[to - 1] - start) / 1e9;
    }
}

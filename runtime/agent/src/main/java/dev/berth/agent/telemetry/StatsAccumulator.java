package dev.berth.agent.telemetry;

import dev.berth.protocol.agent.telemetry.LongStatsSet;
import dev.berth.protocol.agent.telemetry.StatsSet;

/** Minimum, maximum, number and sum of a metric. Not safe for several threads. */
final class StatsAccumulator {
    private double min;
    private double max;
    private int samples;
    private double sum;

    void add(double figure) {
        min = samples == 0 ? figure : Math.min(min, figure);
        max = samples == 0 ? figure : Math.max(max, figure);
        samples++;
        sum += figure;
    }

    boolean isEmpty() {
        return samples == 0;
    }

    StatsSet set() {
        return isEmpty() ? null : new StatsSet(min, max, samples, sum);
    }

    LongStatsSet longSet() {
        return isEmpty()
                ? null
                : new LongStatsSet(Math.round(min), Math.round(max), samples, Math.round(sum));
    }
}

package dev.berth.agent.task.limit;

import java.time.Duration;

/**
 * The number of containers that a Docker host starts at the same time. It is found by experiment:
 * more concurrent starts increase the throughput up to a point that depends on network and machine;
 * beyond it, each start only becomes slower.
 *
 * <p>While starts are waiting, their rate is measured in windows. From time to time the limit is
 * raised by one, and kept if the rate increased. A clearly lower rate, or a start without an
 * answer, reduces the limit.
 *
 * @param limit concurrent starts
 * @param bestRate the highest recent rate of starts per second, 0 if unknown
 * @param steady windows since the last change of the limit
 * @param trying the limit was raised by one, and the result is not known yet
 */
public record StartLimit(int limit, double bestRate, int steady, boolean trying) {
    static final int MIN = 2;
    static final int MAX = 16;
    private static final double GREW = 1.05;
    private static final double FELL = 0.85;
    private static final double CUT = 0.75;
    private static final double FORGETTING = 0.1;
    private static final int WINDOWS_BETWEEN_TRIES = 8;

    static StartLimit startingAt(int limit) {
        return new StartLimit(limit, 0, 0, false);
    }

    /** The number of starts in a window. */
    int window() {
        return 2 * limit;
    }

    /** After {@code starts} that ended within {@code span} while others were waiting. */
    StartLimit after(int starts, Duration span) {
        var rate = starts / Math.max(span.toNanos() / 1e9, 1e-6);
        if (rate > bestRate * GREW) {
            return tryMore(rate);
        }
        if (rate < bestRate * FELL) {
            return new StartLimit(cut(), rate, 0, false);
        }
        if (trying) {
            return new StartLimit(Math.max(MIN, limit - 1), bestRate, 0, false);
        }
        var best = bestRate + FORGETTING * (rate - bestRate);
        return steady + 1 == WINDOWS_BETWEEN_TRIES
                ? tryMore(best)
                : new StartLimit(limit, best, steady + 1, false);
    }

    /** After a start that Docker did not answer. */
    StartLimit afterSilence() {
        return new StartLimit(cut(), 0, 0, false);
    }

    private StartLimit tryMore(double best) {
        return new StartLimit(Math.min(MAX, limit + 1), best, 0, true);
    }

    private int cut() {
        return Math.max(MIN, (int) (limit * CUT));
    }
}

package dev.berth.agent.task.limit;

import java.time.Duration;

/**
 * How many containers a Docker host is asked to start at the same time, found by trying: more in
 * flight raises a host's throughput up to a point that differs by network and by machine, and
 * beyond it only makes each start slower.
 *
 * <p>While starts queue up, their rate is measured over windows. One more in flight is tried now
 * and then, and kept if the rate grew by it. A rate that fell clearly, or a start that got no
 * answer, cuts the limit.
 *
 * @param limit starts in flight
 * @param bestRate starts per second that were reached lately, 0 while none is known
 * @param steady windows since the limit changed
 * @param trying the limit was raised by one and has yet to prove itself
 */
public record StartLimit(int limit, double bestRate, int steady, boolean trying) {
    static final int LEAST = 2;
    static final int MOST = 16;
    private static final double GREW = 1.05;
    private static final double FELL = 0.85;
    private static final double CUT = 0.75;
    private static final double FORGETTING = 0.1;
    private static final int WINDOWS_BETWEEN_TRIES = 8;

    static StartLimit startingAt(int limit) {
        return new StartLimit(limit, 0, 0, false);
    }

    /** The starts after which a window is measured. */
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
            return new StartLimit(Math.max(LEAST, limit - 1), bestRate, 0, false);
        }
        var best = bestRate + FORGETTING * (rate - bestRate);
        return steady + 1 == WINDOWS_BETWEEN_TRIES
                ? tryMore(best)
                : new StartLimit(limit, best, steady + 1, false);
    }

    /** After a start that Docker left without an answer. */
    StartLimit afterSilence() {
        return new StartLimit(cut(), 0, 0, false);
    }

    private StartLimit tryMore(double best) {
        return new StartLimit(Math.min(MOST, limit + 1), best, 0, true);
    }

    private int cut() {
        return Math.max(LEAST, (int) (limit * CUT));
    }
}

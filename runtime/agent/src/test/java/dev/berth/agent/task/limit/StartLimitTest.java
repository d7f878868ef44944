package dev.berth.agent.task.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class StartLimitTest {
    /** Starts per second by starts in flight, as they were measured on a machine of two cores. */
    private static final double[] HOST = {0, 7.7, 13.9, 16.5, 19.1, 18.9, 18.5, 18.1, 17.7};

    private static final double[] BRIDGE = {0, 4.2, 6.0, 6.3, 6.5, 7.1, 7.7, 8.3, 8.9};

    @Test
    void theHostsOwnNetworkSettlesWhereItIsFastest() {
        var limit = settle(StartLimit.startingAt(4), inFlight -> rate(HOST, inFlight));
        assertThat(rate(HOST, limit)).isGreaterThan(0.9 * 19.1);
        assertThat(limit).isLessThanOrEqualTo(8);
    }

    @Test
    void aBridgeSettlesHigher() {
        var limit = settle(StartLimit.startingAt(4), inFlight -> rate(BRIDGE, inFlight));
        assertThat(limit).isGreaterThanOrEqualTo(7);
    }

    @Test
    void aHostThatBecomesSlowerUnderLoadIsAskedForLess() {
        // Twice as slow with each start beyond three.
        var limit =
                settle(
                        StartLimit.startingAt(12),
                        inFlight -> 10 / Math.pow(2, Math.max(0, inFlight - 3)));
        assertThat(limit).isLessThanOrEqualTo(6);
    }

    @Test
    void aStartWithoutAnAnswerCutsTheLimit() {
        var limit = new StartLimit(8, 9.0, 3, true).afterSilence();
        assertThat(limit).isEqualTo(new StartLimit(6, 0, 0, false));
        for (int i = 0; i < 10; i++) {
            limit = limit.afterSilence();
        }
        assertThat(limit.limit()).isEqualTo(StartLimit.MIN);
    }

    @Test
    void theLimitStaysWithinItsBounds() {
        var endless = settle(StartLimit.startingAt(4), inFlight -> inFlight * 10.0);
        assertThat(endless).isEqualTo(StartLimit.MAX);
    }

    private static int settle(StartLimit limit, IntToDoubleFunction rateByInFlight) {
        for (int window = 0; window < 60; window++) {
            var starts = limit.window();
            var seconds = starts / rateByInFlight.applyAsDouble(limit.limit());
            limit = limit.after(starts, Duration.ofNanos((long) (seconds * 1e9)));
        }
        return limit.limit();
    }

    private static double rate(double[] curve, int inFlight) {
        return curve[Math.min(inFlight, curve.length - 1)];
    }
}

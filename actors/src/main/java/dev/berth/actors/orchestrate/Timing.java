package dev.berth.actors.orchestrate;

import java.time.Duration;

/**
 * The times of a {@link ReconcilerLoop}.
 *
 * @param tick the interval at which every key is planned again, in case a change was missed
 * @param firstPause the pause before a key is planned again after a failure; doubled each time
 * @param longestPause the maximum pause
 * @param deadline after this time an action counts as failed, with an unknown outcome
 */
public record Timing(Duration tick, Duration firstPause, Duration longestPause, Duration deadline) {

    public static final Timing DEFAULT =
            new Timing(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60));

    /** The same times with this tick, if it is shorter. */
    public Timing withTickAtMost(Duration max) {
        return max.compareTo(tick) < 0 ? new Timing(max, firstPause, longestPause, deadline) : this;
    }

    /** The pause after a number of consecutive failures. */
    Duration pause(int failures) {
        var doublings = Math.min(failures - 1, 30);
        var pause = firstPause.multipliedBy(1L << doublings);
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}

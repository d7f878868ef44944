package dev.berth.actors.orchestrate;

import java.time.Duration;

/**
 * When a {@link ReconcilerLoop} acts without a change.
 *
 * @param tick the interval at which every key is planned again, in case a change was missed
 * @param firstPause before a key is planned again whose action failed; doubled each time
 * @param longestPause what doubling ends at
 * @param deadline after this long an action counts as failed, its outcome as unknown
 */
public record Timing(Duration tick, Duration firstPause, Duration longestPause, Duration deadline) {

    public static final Timing DEFAULT =
            new Timing(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60));

    /** The same with another tick, where that is shorter. */
    public Timing withTickAtMost(Duration most) {
        return most.compareTo(tick) < 0
                ? new Timing(most, firstPause, longestPause, deadline)
                : this;
    }

    /** The pause after so many failures in a row. */
    Duration pause(int failures) {
        var doublings = Math.min(failures - 1, 30);
        var pause = firstPause.multipliedBy(1L << doublings);
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}

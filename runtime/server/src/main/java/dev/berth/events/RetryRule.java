package dev.berth.events;

import java.time.Duration;
import java.time.Instant;

/**
 * When a delivery that has failed is tried again.
 *
 * @param first the pause after the first attempt; it doubles after each further one
 * @param longest the longest pause
 * @param giveUpAfter an event that is older is dropped after an attempt
 */
record RetryRule(Duration first, Duration longest, Duration giveUpAfter) {
    static final RetryRule USUAL =
            new RetryRule(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(24));

    /**
     * The pause after so many attempts, from 1.
     *
     * @param jitter from 0 to 1: up to a fifth is taken off, so that receivers are not called by
     *     all at once
     */
    Duration pause(int attempts, double jitter) {
        var doubled = first.toMillis() << Math.min(attempts - 1, 20);
        var pause = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis((long) (pause * (1 - jitter / 5)));
    }

    boolean isOver(Instant event, Instant now) {
        return now.isAfter(event.plus(giveUpAfter));
    }
}

package dev.berth.domain.service;

import java.time.Duration;
import java.time.Instant;

/**
 * The back-off of a deployment whose tasks end before they are healthy. It doubles with each wave
 * of failures. Tasks that end during a wait were started before it and do not count.
 *
 * @param waves consecutive waves
 * @param until when the next task can be started, or null
 */
public record Throttle(int waves, Instant until) {

    public static final Throttle NONE = new Throttle(0, null);

    static final Duration FIRST = Duration.ofSeconds(10);
    static final Duration MAX_DELAY = Duration.ofMinutes(27);

    /** From this wave on, the service reports that it cannot start tasks. */
    private static final int TOLD = 2;

    public boolean holds(Instant now) {
        return until != null && now.isBefore(until);
    }

    public boolean told() {
        return waves >= TOLD;
    }

    Throttle failed(Instant at) {
        return holds(at) ? this : new Throttle(waves + 1, at.plus(delay(waves + 1)));
    }

    static Duration delay(int wave) {
        var doubled = FIRST.multipliedBy(1L << Math.min(wave - 1, 20));
        return doubled.compareTo(MAX_DELAY) < 0 ? doubled : MAX_DELAY;
    }
}

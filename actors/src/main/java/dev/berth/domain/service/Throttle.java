package dev.berth.domain.service;

import java.time.Duration;
import java.time.Instant;

/**
 * The back-off of a deployment whose tasks end before they are healthy. It doubles with each wave
 * of failures: those that end while it waits were started before it and do not count.
 *
 * @param waves how many in a row
 * @param until when the next task may be started, or null
 */
public record Throttle(int waves, Instant until) {

    public static final Throttle NONE = new Throttle(0, null);

    static final Duration FIRST = Duration.ofSeconds(10);
    static final Duration LONGEST = Duration.ofMinutes(27);

    /** From this wave on the service tells that it cannot start tasks. */
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
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}

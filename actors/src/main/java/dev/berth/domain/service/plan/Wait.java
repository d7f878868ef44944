package dev.berth.domain.service.plan;

import java.time.Instant;

/**
 * Something that a service waits for before it is steady.
 *
 * @param text a sentence
 * @param until when it is planned again even without a change, or null
 */
public record Wait(Kind kind, String text, Instant until) {

    /** The kinds of waits. */
    public enum Kind {
        BEGIN,
        TASKS_TO_START,
        TASKS_TO_BE_HEALTHY,
        GRACE_PERIOD,
        BACK_OFF,
        PLACEMENT,
        CONSTRAINTS,
        BOUNDS,
        PROTECTION,
        LOST_INSTANCE,
        DRAINING,
        OLD_DEPLOYMENT,
        FAILED_DEPLOYMENT,
        TASKS_TO_STOP
    }
}

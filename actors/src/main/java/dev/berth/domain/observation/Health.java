package dev.berth.domain.observation;

import java.util.Collection;

/** The health of a container or a task. */
public enum Health {
    HEALTHY,
    UNHEALTHY,
    UNKNOWN;

    /**
     * Derives the health of a task from its essential containers, as in ECS: UNHEALTHY if one is
     * UNHEALTHY, HEALTHY if all are HEALTHY, otherwise UNKNOWN. A container without a health check
     * is UNKNOWN.
     */
    public static Health ofTask(Collection<Health> essential) {
        if (essential.contains(UNHEALTHY)) {
            return UNHEALTHY;
        }
        return essential.isEmpty() || essential.contains(UNKNOWN) ? UNKNOWN : HEALTHY;
    }
}

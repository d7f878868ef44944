package dev.berth.domain.observation;

import java.util.Collection;

/** What health checks have come to. */
public enum Health {
    HEALTHY,
    UNHEALTHY,
    UNKNOWN;

    /**
     * A task's health by that of its essential containers, as ECS has it: one that is UNHEALTHY
     * decides, and HEALTHY are they all or none. A container without a check is UNKNOWN.
     */
    public static Health ofTask(Collection<Health> essential) {
        if (essential.contains(UNHEALTHY)) {
            return UNHEALTHY;
        }
        return essential.isEmpty() || essential.contains(UNKNOWN) ? UNKNOWN : HEALTHY;
    }
}

package dev.berth.agent.task.state;

import java.time.Instant;

/**
 * Health and restarts of a container.
 *
 * @param health the result of its health check; UNKNOWN without a health check, and before the
 *     first result
 * @param healthSince null while it is UNKNOWN
 * @param restarts how often its restart policy has restarted it
 * @param exitedAt when it ended, while it waits to be restarted; otherwise null
 */
public record Vitals(Health health, Instant healthSince, int restarts, Instant exitedAt) {
    /** The values of ECS. */
    public enum Health {
        UNKNOWN,
        HEALTHY,
        UNHEALTHY;

        /** Converts Docker's status. */
        static Health of(String word) {
            return switch (word) {
                case "healthy" -> HEALTHY;
                case "unhealthy" -> UNHEALTHY;
                default -> UNKNOWN;
            };
        }
    }

    static final Vitals NONE = new Vitals(Health.UNKNOWN, null, 0, null);

    public Vitals {
        health = health == null ? Health.UNKNOWN : health;
    }

    /** Docker is running it. */
    Vitals running(Health seen, Instant at) {
        var since = seen == health ? healthSince : seen == Health.UNKNOWN ? null : at;
        return new Vitals(seen, since, exitedAt == null ? restarts : restarts + 1, null);
    }

    Vitals awaitingRestart(Instant exited) {
        return new Vitals(Health.UNKNOWN, null, restarts, exited);
    }

    /** It will not run again. */
    Vitals ended() {
        return new Vitals(health, healthSince, restarts, null);
    }
}

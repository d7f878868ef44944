package dev.berth.agent.task.state;

import java.time.Instant;

/**
 * How a container is doing.
 *
 * @param health what its health check came to; UNKNOWN without one, and until one has ended
 * @param healthSince null while it is UNKNOWN
 * @param restarts how often its restart policy has started it again
 * @param exitedAt when it ended, while it waits to be started again; else null
 */
public record Vitals(Health health, Instant healthSince, int restarts, Instant exitedAt) {
    /** As ECS names it. */
    public enum Health {
        UNKNOWN,
        HEALTHY,
        UNHEALTHY;

        /** Of Docker's word for it. */
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

    /** Docker runs it. */
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

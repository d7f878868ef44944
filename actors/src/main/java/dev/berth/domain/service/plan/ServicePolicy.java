package dev.berth.domain.service.plan;

import java.time.Duration;

/**
 * The settings for the services of a cluster in the configuration file.
 *
 * @param replaceLostAfter when the tasks of a lost instance are replaced, or null for never
 * @param keep which task is kept when a lost instance returns and both run
 * @param settle how long a task without a health check runs until it counts as healthy
 * @param proof how long it runs until it counts as healthy for the circuit breaker and for the end
 *     of a deployment
 * @param rebalancing whether tasks are moved to instances that the placement strategy prefers
 * @param deadline after which time a deployment fails that has not ended, where its service sets no
 *     other; null for never
 */
public record ServicePolicy(
        Duration replaceLostAfter,
        Keep keep,
        Duration settle,
        Duration proof,
        Rebalancing rebalancing,
        Duration deadline) {

    public static final ServicePolicy DEFAULT =
            new ServicePolicy(
                    Duration.ofMinutes(5),
                    Keep.REPLACEMENT,
                    Duration.ZERO,
                    Duration.ofSeconds(5),
                    new Rebalancing(Rebalancing.Mode.OFF, 2),
                    null);

    /**
     * How tasks are moved. Zones are balanced where the service says so, in any mode.
     *
     * @param movesPerMinute the maximum number of moves of one service, also between zones
     */
    public record Rebalancing(Mode mode, int movesPerMinute) {

        public enum Mode {
            OFF,
            /** Moves are planned and shown, and not made. */
            DRY_RUN,
            ON
        }
    }

    /** Which of two tasks is kept. */
    public enum Keep {
        ORIGINAL,
        REPLACEMENT
    }
}

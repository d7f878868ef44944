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
 * @param movesPerMinute the maximum number of tasks that are moved to balance zones
 * @param deadline after which time a deployment fails that has not ended, where its service sets no
 *     other; null for never
 */
public record ServicePolicy(
        Duration replaceLostAfter,
        Keep keep,
        Duration settle,
        Duration proof,
        int movesPerMinute,
        Duration deadline) {

    public static final ServicePolicy DEFAULT =
            new ServicePolicy(
                    Duration.ofMinutes(5),
                    Keep.REPLACEMENT,
                    Duration.ZERO,
                    Duration.ofSeconds(5),
                    2,
                    null);

    /** Which of two tasks is kept. */
    public enum Keep {
        ORIGINAL,
        REPLACEMENT
    }
}

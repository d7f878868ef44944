package dev.berth.domain.service;

/**
 * The configuration of a service's deployments.
 *
 * @param minimumHealthyPercent of the desired count, rounded up, remain healthy
 * @param maximumPercent of the desired count, rounded down, is not exceeded
 */
public record DeploymentConfiguration(
        int minimumHealthyPercent, int maximumPercent, CircuitBreaker circuitBreaker) {

    /** The defaults of ECS for the REPLICA strategy. */
    public static final DeploymentConfiguration REPLICA =
            new DeploymentConfiguration(100, 200, CircuitBreaker.DISABLED);

    /** The defaults of ECS for the DAEMON strategy. */
    public static final DeploymentConfiguration DAEMON =
            new DeploymentConfiguration(0, 100, CircuitBreaker.DISABLED);

    public static DeploymentConfiguration defaults(SchedulingStrategy strategy) {
        return switch (strategy) {
            case REPLICA -> REPLICA;
            case DAEMON -> DAEMON;
        };
    }

    /** The minimum number of healthy tasks that the scheduler must leave. */
    public int lower(int desired) {
        return (int) ((desired * (long) minimumHealthyPercent + 99) / 100);
    }

    /** The maximum number of PENDING and RUNNING tasks. */
    public int upper(int desired) {
        return (int) (desired * (long) maximumPercent / 100);
    }

    /**
     * @param rollback whether a failed deployment is rolled back
     * @param value the threshold in the unit of {@code type}: tasks, or percent of the desired
     *     count
     * @param resetOnHealthyTask whether a healthy task sets the failure count to 0
     */
    public record CircuitBreaker(
            boolean enabled,
            boolean rollback,
            ThresholdType type,
            int value,
            boolean resetOnHealthyTask) {

        public static final CircuitBreaker DISABLED =
                new CircuitBreaker(false, false, ThresholdType.BOUNDED_PERCENT, 50, true);

        /** The number of failed tasks that ends a deployment, for the latest desired count. */
        public int threshold(int desired) {
            var percent = (int) ((desired * (long) value + 99) / 100);
            return switch (type) {
                case BOUNDED_PERCENT -> Math.clamp(percent, 3, 200);
                case UNBOUNDED_PERCENT -> Math.max(1, percent);
                case COUNT -> value;
            };
        }
    }

    /** The unit of a circuit breaker's threshold. */
    public enum ThresholdType {
        BOUNDED_PERCENT,
        UNBOUNDED_PERCENT,
        COUNT
    }
}

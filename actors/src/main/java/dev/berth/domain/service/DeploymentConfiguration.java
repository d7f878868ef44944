package dev.berth.domain.service;

/**
 * How a service changes version.
 *
 * @param minimumHealthyPercent of the desired count, rounded up, stays healthy
 * @param maximumPercent of the desired count, rounded down, is not exceeded
 */
public record DeploymentConfiguration(
        int minimumHealthyPercent, int maximumPercent, CircuitBreaker circuitBreaker) {

    /** What ECS takes for a service of the REPLICA strategy. */
    public static final DeploymentConfiguration REPLICA =
            new DeploymentConfiguration(100, 200, CircuitBreaker.DISABLED);

    /** What ECS takes for a service of the DAEMON strategy. */
    public static final DeploymentConfiguration DAEMON =
            new DeploymentConfiguration(0, 100, CircuitBreaker.DISABLED);

    public static DeploymentConfiguration defaults(SchedulingStrategy strategy) {
        return switch (strategy) {
            case REPLICA -> REPLICA;
            case DAEMON -> DAEMON;
        };
    }

    /** The fewest healthy tasks that the scheduler may leave by its own act. */
    public int lower(int desired) {
        return (int) ((desired * (long) minimumHealthyPercent + 99) / 100);
    }

    /** The most tasks that the scheduler may have PENDING and RUNNING. */
    public int upper(int desired) {
        return (int) (desired * (long) maximumPercent / 100);
    }

    /**
     * @param rollback whether a deployment that fails is rolled back
     * @param value what {@code type} counts: tasks, or per cent of the desired count
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

        /** How many failed tasks end a deployment; the latest desired count is what counts. */
        public int threshold(int desired) {
            var percent = (int) ((desired * (long) value + 99) / 100);
            return switch (type) {
                case BOUNDED_PERCENT -> Math.clamp(percent, 3, 200);
                case UNBOUNDED_PERCENT -> Math.max(1, percent);
                case COUNT -> value;
            };
        }
    }

    /** How the threshold of a circuit breaker is meant. */
    public enum ThresholdType {
        BOUNDED_PERCENT,
        UNBOUNDED_PERCENT,
        COUNT
    }
}

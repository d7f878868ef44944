package dev.berth.domain.service.plan;

import dev.berth.domain.observation.Health;
import java.time.Instant;

/**
 * A task with the properties that matter to the scheduler of its service.
 *
 * @param deploymentId its {@code startedBy}
 * @param startedAt when it was first RUNNING, or null
 * @param health of its essential containers
 * @param hasHealthCheck whether an essential container has a health check
 * @param target the status of its load balancer targets
 * @param protectedUntil null if it is not protected
 * @param end why it is ending or has ended, or null while it should run
 */
public record ServiceTask(
        String id,
        String deploymentId,
        String instanceId,
        Instant createdAt,
        Instant startedAt,
        Health health,
        boolean hasHealthCheck,
        Target target,
        Instant protectedUntil,
        End end) {

    /** The status of a task in its load balancers. */
    public enum Target {
        /** It has no targets. */
        NONE,
        INITIAL,
        HEALTHY,
        UNHEALTHY
    }

    /**
     * @param stopped whether it has stopped, or was only asked to stop
     */
    public record End(Cause cause, boolean stopped, Instant at) {}

    /** Why a task ends; distinguishes failures of its deployment. */
    public enum Cause {
        FAILED_TO_START,
        EXITED,
        UNHEALTHY,
        /** StopTask, scaling, a deployment, a drain, a lost instance. */
        OTHER
    }

    /** Whether it should run; it can be PENDING. */
    public boolean isLive() {
        return end == null;
    }

    public boolean isPending() {
        return startedAt == null;
    }

    /** Whether a health check of its containers or of a load balancer fails. */
    boolean isUnhealthy() {
        return health == Health.UNHEALTHY || target == Target.UNHEALTHY;
    }

    boolean passesChecks() {
        var containers = hasHealthCheck ? health == Health.HEALTHY : health != Health.UNHEALTHY;
        return containers && (target == Target.NONE || target == Target.HEALTHY);
    }

    boolean isChecked() {
        return hasHealthCheck || target != Target.NONE;
    }

    boolean isProtected(Instant now) {
        return protectedUntil != null && now.isBefore(protectedUntil);
    }
}

package dev.berth.domain.service.plan;

import dev.berth.domain.observation.Health;
import java.time.Instant;

/**
 * A task of a service, as far as its scheduler is concerned.
 *
 * @param deploymentId its {@code startedBy}
 * @param startedAt when it was first RUNNING, or null
 * @param health of its essential containers
 * @param hasHealthCheck whether an essential container has a health check
 * @param target of its load balancer targets
 * @param protectedUntil null where it is not protected
 * @param end why it ends or ended, or null while it is to run
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

    /** What a load balancer says of a task. */
    public enum Target {
        /** It has no targets. */
        NONE,
        INITIAL,
        HEALTHY,
        UNHEALTHY
    }

    /**
     * @param stopped whether it is over, or only asked to stop
     */
    public record End(Cause cause, boolean stopped, Instant at) {}

    /** Why a task ends, as far as it matters whether its deployment is at fault. */
    public enum Cause {
        FAILED_TO_START,
        EXITED,
        UNHEALTHY,
        /** StopTask, scaling, a deployment, a drain, a lost instance. */
        OTHER
    }

    /** Whether it is to run; it may be PENDING. */
    public boolean isLive() {
        return end == null;
    }

    public boolean isPending() {
        return startedAt == null;
    }

    /** Whether a check of its containers or of a load balancer says so. */
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

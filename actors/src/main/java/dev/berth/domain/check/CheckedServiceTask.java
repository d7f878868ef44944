package dev.berth.domain.check;

import java.time.Instant;

/** The check's record of a task of a service that was launched and has not stopped. */
final class CheckedServiceTask {

    /** The {@code ordering} of its launch. */
    final long row;

    final String taskId;

    /** The persistence id of its instance. */
    final String instance;

    /** Whether the scheduler started it. Others only have the group of the service. */
    final boolean isOfDeployment;

    /** When it was first reported RUNNING, or null. */
    Instant startedAt;

    /** Whether its service counted it as healthy. */
    boolean isProven;

    /** Whether a request to stop it was recorded. */
    boolean isAskedToStop;

    /** The {@code ordering} of the row that protected it, and when it did so; null if it is not. */
    long protectedBy;

    Instant protectedFrom;
    Instant protectedUntil;

    CheckedServiceTask(long row, String taskId, String instance, boolean isOfDeployment) {
        this.row = row;
        this.taskId = taskId;
        this.instance = instance;
        this.isOfDeployment = isOfDeployment;
    }

    boolean isRunning() {
        return startedAt != null;
    }

    /** Whether a plan made shortly before that time knew of its protection. */
    boolean isProtected(Instant at) {
        return protectedUntil != null
                && at.isBefore(protectedUntil)
                && !protectedFrom.isAfter(at.minus(ServiceLimits.DELAY));
    }

    /**
     * Whether it counted as healthy in each recent plan that stopped it for another reason than its
     * health: its service counted it as healthy, and its grace period is over. A task that is
     * unhealthy in its grace period is not replaced, and does not count.
     */
    boolean countsAsHealthy(Instant at, long graceSeconds) {
        return isProven
                && isRunning()
                && (graceSeconds == 0
                        || startedAt
                                .plusSeconds(graceSeconds)
                                .plus(ServiceLimits.DELAY)
                                .isBefore(at));
    }
}

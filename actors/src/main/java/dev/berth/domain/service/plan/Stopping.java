package dev.berth.domain.service.plan;

import dev.berth.domain.service.plan.ServiceAction.StopPurpose;
import dev.berth.domain.service.plan.ServiceTask.Cause;

/** Stops tasks within the limit of the minimum; only healthy tasks count against it. */
final class Stopping {

    private static final String UNHEALTHY = "Task failed container health checks";
    private static final String UNHEALTHY_TARGET = "Task failed load balancer health checks";

    private final Tally tally;
    private final Draft draft;
    private int budget;
    private int healthy;
    private int protectedTasks;
    private int stopped;

    Stopping(Tally tally, Draft draft) {
        this.tally = tally;
        this.draft = draft;
        this.healthy = tally.count(task -> tally.isHealthy(task) && tally.isWantedThere(task));
        this.budget = Math.max(0, healthy - tally.lower());
    }

    /** The number of healthy tasks that remain after the planned stops. */
    int healthy() {
        return healthy;
    }

    int stopped() {
        return stopped;
    }

    int protectedTasks() {
        return protectedTasks;
    }

    boolean stop(ServiceTask task, StopPurpose purpose) {
        if (draft.stops(task) || (isOptional(purpose) && isProtected(task))) {
            return false;
        }
        if (tally.isHealthy(task) && tally.isWantedThere(task)) {
            if (budget == 0) {
                return false;
            }
            budget--;
            healthy--;
        }
        stopped++;
        draft.stop(task, purpose, reason(task, purpose));
        return true;
    }

    /**
     * Stops a task that does not count toward the minimum, because its instance should not run it.
     */
    void stopUncounted(ServiceTask task, StopPurpose purpose) {
        draft.stop(task, purpose, reason(task, purpose));
    }

    private boolean isProtected(ServiceTask task) {
        if (!task.isProtected(tally.now)) {
            return false;
        }
        protectedTasks++;
        draft.wakeAt(task.protectedUntil());
        return true;
    }

    private static boolean isOptional(StopPurpose purpose) {
        return switch (purpose) {
            case SCALE_IN, DEPLOYMENT, REBALANCE -> true;
            case UNHEALTHY, DRAIN, LOST, DELETION, PLACEMENT -> false;
        };
    }

    /** Whether a task is being stopped because it is unhealthy. */
    boolean isReplacingUnhealthy() {
        return tally.snapshot.tasks().stream()
                .anyMatch(
                        task ->
                                !task.isLive()
                                        && task.end().cause() == Cause.UNHEALTHY
                                        && !task.end().stopped()
                                        && !tally.isLost(task));
    }

    private String reason(ServiceTask task, StopPurpose purpose) {
        return switch (purpose) {
            case SCALE_IN, DEPLOYMENT, REBALANCE, DELETION ->
                    ServiceReconciler.scaling(tally.primary.id());
            case UNHEALTHY ->
                    task.target() == ServiceTask.Target.UNHEALTHY ? UNHEALTHY_TARGET : UNHEALTHY;
            case DRAIN ->
                    "Task stopped because container instance %s is draining."
                            .formatted(task.instanceId());
            case LOST -> "Task replaced because its container instance was lost.";
            case PLACEMENT ->
                    "Task stopped because container instance %s does not meet its constraints."
                            .formatted(task.instanceId());
        };
    }

    /** Whether a task was stopped with this reason because it was unhealthy. */
    static boolean isForHealth(String reason) {
        return UNHEALTHY.equals(reason) || UNHEALTHY_TARGET.equals(reason);
    }
}

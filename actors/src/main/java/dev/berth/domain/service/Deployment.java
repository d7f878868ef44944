package dev.berth.domain.service;

import java.time.Instant;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * One version of a service, as {@code deployments[]} shows it. The first of a service is PRIMARY,
 * the others are ACTIVE until they have no tasks and leave.
 *
 * @param id such as {@code ecs-svc/1234567890123456789}; the {@code startedBy} of its tasks
 * @param failedTasks how many tasks the circuit breaker has counted
 * @param seen tasks that have been counted, so that none is counted twice
 * @param createdAt when it was made, first
 * @param begunAt when its rollout began, or null while it is PENDING
 * @param deadline when it fails unless it has ended, or null
 */
public record Deployment(
        String id,
        String revisionId,
        RolloutState rollout,
        String reason,
        int failedTasks,
        PMap<String, Seen> seen,
        Throttle throttle,
        Instant createdAt,
        Instant begunAt,
        Instant updatedAt,
        Instant deadline) {

    /** What ECS calls {@code rolloutState}. */
    public enum RolloutState {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    /** What was seen of a task: that it is healthy, or that it ended too early. */
    public enum Seen {
        HEALTHY,
        FAILED
    }

    static Deployment started(String id, String revisionId, Instant at) {
        return new Deployment(
                id,
                revisionId,
                RolloutState.IN_PROGRESS,
                "ECS deployment %s in progress.".formatted(id),
                0,
                HashTreePMap.empty(),
                Throttle.NONE,
                at,
                null,
                at,
                null);
    }

    public boolean inProgress() {
        return rollout == RolloutState.IN_PROGRESS;
    }

    public boolean hasFailed() {
        return rollout == RolloutState.FAILED;
    }

    Deployment begun(Instant at, Integer deadlineSeconds) {
        return new Deployment(
                id,
                revisionId,
                rollout,
                reason,
                failedTasks,
                seen,
                throttle,
                createdAt,
                at,
                at,
                deadlineSeconds == null ? null : at.plusSeconds(deadlineSeconds));
    }

    /** Its rollout, with a new state and reason; what was counted stays. */
    Deployment rolled(RolloutState state, String why, Instant at) {
        return new Deployment(
                id,
                revisionId,
                state,
                why,
                failedTasks,
                seen,
                throttle,
                createdAt,
                begunAt,
                at,
                state == RolloutState.IN_PROGRESS ? deadline : null);
    }

    Deployment counted(int failures, PMap<String, Seen> after, Throttle next, Instant at) {
        return new Deployment(
                id,
                revisionId,
                rollout,
                reason,
                failures,
                after,
                next,
                createdAt,
                begunAt,
                at,
                deadline);
    }
}

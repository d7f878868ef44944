package dev.berth.domain.service;

import java.time.Instant;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * One version of a service, as in {@code deployments[]}. The first one is PRIMARY; the others are
 * ACTIVE until they have no tasks and are removed.
 *
 * @param id such as {@code ecs-svc/1234567890123456789}; the {@code startedBy} of its tasks
 * @param failedTasks the number of tasks that the circuit breaker has counted
 * @param seen tasks that were counted, so that none is counted twice
 * @param createdAt when it was created
 * @param begunAt when its rollout started, or null while it is PENDING
 * @param deadline when it fails if it has not ended, or null
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

    /** The {@code rolloutState} of ECS. */
    public enum RolloutState {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    /** The observed result of a task: it is healthy, or it ended too early. */
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

    /** The deployment with a new rollout state and reason; the counts are kept. */
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

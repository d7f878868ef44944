package dev.berth.domain.service;

import java.time.Instant;
import java.util.List;

/**
 * One entry of a service's history: a change from its revisions to another one, or back.
 *
 * @param id the last part of its ARN
 * @param sources the revisions that it replaces; empty at the creation
 * @param startedAt null while it is PENDING
 * @param finishedAt null until it has ended
 * @param stoppedAt null unless it was stopped, or failed without a rollback
 * @param rollback null if there was none
 * @param failures the number of tasks that the circuit breaker counted until it ended
 */
public record ServiceDeployment(
        String id,
        String deploymentId,
        List<String> sources,
        String target,
        Status status,
        String statusReason,
        Times times,
        Rollback rollback,
        int failures,
        DeploymentConfiguration configuration) {

    public ServiceDeployment {
        sources = List.copyOf(sources);
    }

    /** Its times; each is null until it is reached. */
    public record Times(
            Instant createdAt,
            Instant startedAt,
            Instant finishedAt,
            Instant stoppedAt,
            Instant updatedAt) {}

    /** As in the ECS API. A request to stop is executed at once, so it has no status here. */
    public enum Status {
        PENDING,
        IN_PROGRESS,
        SUCCESSFUL,
        STOPPED,
        ROLLBACK_IN_PROGRESS,
        ROLLBACK_SUCCESSFUL,
        ROLLBACK_FAILED
    }

    public record Rollback(String reason, Instant startedAt, String revisionId) {}

    public boolean hasEnded() {
        return switch (status) {
            case PENDING, IN_PROGRESS, ROLLBACK_IN_PROGRESS -> false;
            case SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> true;
        };
    }

    static ServiceDeployment pending(
            String id,
            String deploymentId,
            List<String> sources,
            String target,
            DeploymentConfiguration configuration,
            Instant at) {
        return new ServiceDeployment(
                id,
                deploymentId,
                sources,
                target,
                Status.PENDING,
                null,
                new Times(at, null, null, null, at),
                null,
                0,
                configuration);
    }

    ServiceDeployment begun(Instant at) {
        return status == Status.PENDING
                ? with(
                        Status.IN_PROGRESS,
                        statusReason,
                        new Times(times.createdAt(), at, null, null, at))
                : this;
    }

    ServiceDeployment completed(Instant at) {
        return switch (status) {
            case PENDING, IN_PROGRESS -> with(Status.SUCCESSFUL, null, finished(at));
            case ROLLBACK_IN_PROGRESS ->
                    with(Status.ROLLBACK_SUCCESSFUL, rollback.reason(), finished(at));
            case SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> this;
        };
    }

    /** It was replaced by another deployment before it had ended. */
    ServiceDeployment superseded(Instant at) {
        var reason = "Service deployment was replaced by a newer service deployment.";
        return switch (status) {
            case PENDING, IN_PROGRESS -> with(Status.STOPPED, reason, stopped(at));
            case ROLLBACK_IN_PROGRESS -> with(Status.ROLLBACK_FAILED, reason, stopped(at));
            case SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> this;
        };
    }

    ServiceDeployment failed(Status end, String reason, Instant at) {
        return with(end, reason, stopped(at));
    }

    ServiceDeployment rollingBack(String reason, String revisionId, Instant at) {
        return new ServiceDeployment(
                id,
                deploymentId,
                sources,
                target,
                Status.ROLLBACK_IN_PROGRESS,
                reason,
                new Times(times.createdAt(), times.startedAt(), null, null, at),
                new Rollback(reason, at, revisionId),
                failures,
                configuration);
    }

    ServiceDeployment counted(int count) {
        return new ServiceDeployment(
                id,
                deploymentId,
                sources,
                target,
                status,
                statusReason,
                times,
                rollback,
                count,
                configuration);
    }

    private Times finished(Instant at) {
        return new Times(times.createdAt(), times.startedAt(), at, null, at);
    }

    private Times stopped(Instant at) {
        return new Times(times.createdAt(), times.startedAt(), at, at, at);
    }

    private ServiceDeployment with(Status next, String reason, Times when) {
        return new ServiceDeployment(
                id,
                deploymentId,
                sources,
                target,
                next,
                reason,
                when,
                rollback,
                failures,
                configuration);
    }
}

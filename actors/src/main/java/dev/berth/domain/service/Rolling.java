package dev.berth.domain.service;

import static dev.berth.domain.Decision.accept;
import static dev.berth.domain.Decision.nothing;

import dev.berth.domain.Decision;
import dev.berth.domain.service.Deployment.Seen;
import dev.berth.domain.service.Service.Details;
import dev.berth.domain.service.ServiceCommand.CountTasks;
import dev.berth.domain.service.ServiceCommand.Expire;
import dev.berth.domain.service.ServiceCommand.ResolveImages;
import dev.berth.domain.service.ServiceCommand.StopDeployment;
import dev.berth.domain.service.ServiceEvent.DeploymentFailed;
import dev.berth.domain.service.ServiceEvent.Failure;
import dev.berth.domain.service.ServiceEvent.MessageLogged;
import dev.berth.domain.service.ServiceEvent.TasksCounted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The start, the task counts and the end of a deployment. */
final class Rolling {

    private Rolling() {}

    static Decision<ServiceEvent> begin(Details service, String id, Instant now) {
        return service.rollouts().isPrimary(id) && service.primary().begunAt() == null
                ? accept(new ServiceEvent.DeploymentBegun(id, now))
                : nothing();
    }

    static Decision<ServiceEvent> resolve(Details service, ResolveImages resolve) {
        var revision = service.rollouts().revisions().get(resolve.revisionId());
        return revision == null || !revision.images().isEmpty() || resolve.digests().isEmpty()
                ? nothing()
                : accept(new ServiceEvent.ImagesResolved(resolve.revisionId(), resolve.digests()));
    }

    static Decision<ServiceEvent> complete(Details service, String id, Instant now) {
        if (!inProgress(service, id)) {
            return nothing();
        }
        return new Decision.Accepted<>(
                List.of(
                        new ServiceEvent.DeploymentCompleted(id, now),
                        new MessageLogged(ServiceTexts.completed(service.name(), id), false, now)),
                null);
    }

    static Decision<ServiceEvent> remove(Details service, List<String> ids) {
        var there =
                service.rollouts().others().stream()
                        .map(Deployment::id)
                        .filter(ids::contains)
                        .toList();
        return there.isEmpty() ? nothing() : accept(new ServiceEvent.DeploymentsRemoved(there));
    }

    static Decision<ServiceEvent> count(Details service, CountTasks count, Instant now) {
        var found = service.rollouts().deployment(count.deploymentId());
        if (found.isEmpty()) {
            return nothing();
        }
        var deployment = found.get();
        var healthy =
                count.healthy().stream()
                        .filter(id -> !deployment.seen().containsKey(id))
                        .distinct()
                        .toList();
        var left = left(service, deployment, count, !healthy.isEmpty());
        var failed = fresh(deployment, count.failed(), left);
        var unhealthy = fresh(deployment, count.unhealthy(), left - failed.size());
        var gone = count.gone().stream().filter(deployment.seen()::containsKey).toList();
        if (healthy.isEmpty() && failed.isEmpty() && unhealthy.isEmpty() && gone.isEmpty()) {
            return nothing();
        }
        var counted = new TasksCounted(deployment.id(), healthy, failed, unhealthy, gone, now);
        var events = new ArrayList<ServiceEvent>();
        events.add(counted);
        if (trips(service, count, ServiceEvolution.counted(service, counted))) {
            events.addAll(fail(service, Failure.CIRCUIT_BREAKER, "tasks failed to start", now));
        }
        return new Decision.Accepted<>(events, null);
    }

    /** The tasks to count: none twice, and none beyond the threshold. */
    private static List<String> fresh(Deployment deployment, List<String> ids, int most) {
        return ids.stream()
                .filter(id -> deployment.seen().get(id) != Seen.FAILED)
                .distinct()
                .limit(Math.max(0, most))
                .toList();
    }

    private static int left(
            Details service, Deployment deployment, CountTasks count, boolean healthy) {
        var breaker = service.settings().deployment().circuitBreaker();
        if (!breaker.enabled() || !inProgress(service, deployment.id())) {
            return Integer.MAX_VALUE;
        }
        var before = healthy && breaker.resetOnHealthyTask() ? 0 : deployment.failedTasks();
        // a smaller desired count can have left it at its threshold already
        return Math.max(1, breaker.threshold(desired(service, count)) - before);
    }

    private static int desired(Details service, CountTasks count) {
        return switch (service.identity().strategy()) {
            case REPLICA -> service.desiredCount();
            case DAEMON -> count.desired();
        };
    }

    private static boolean trips(Details service, CountTasks count, Details after) {
        var breaker = service.settings().deployment().circuitBreaker();
        return breaker.enabled()
                && after.primary().inProgress()
                && after.primary().failedTasks() >= breaker.threshold(desired(service, count));
    }

    static Decision<ServiceEvent> expire(Details service, Expire expire, Instant now) {
        if (!inProgress(service, expire.deploymentId()) || now.isBefore(expire.deadline())) {
            return nothing();
        }
        return new Decision.Accepted<>(
                fail(
                        service,
                        Failure.DEADLINE,
                        "its deadline has passed (%s)".formatted(expire.waitedFor()),
                        now),
                null);
    }

    static Decision<ServiceEvent> stop(Details service, StopDeployment stop, Instant now) {
        var known =
                service.rollouts().history().stream()
                        .anyMatch(entry -> entry.id().equals(stop.serviceDeploymentId()));
        if (!known) {
            return ServiceDecider.deploymentNotFound();
        }
        var current = service.rollouts().current();
        var rollingBack = current.status() == ServiceDeployment.Status.ROLLBACK_IN_PROGRESS;
        if (!current.id().equals(stop.serviceDeploymentId())
                || current.hasEnded()
                || (rollingBack && !stop.abort())) {
            return ServiceDecider.ended();
        }
        return new Decision.Accepted<>(
                fail(
                        service,
                        stop.abort() ? Failure.ABORTED : Failure.STOPPED,
                        "it was stopped",
                        now),
                null);
    }

    private static List<ServiceEvent> fail(
            Details service, Failure cause, String why, Instant now) {
        var failing = service.primary().id();
        var fallback = service.rollouts().fallback();
        var back = fallback != null && rollsBack(service, cause);
        var events = new ArrayList<ServiceEvent>();
        events.add(new DeploymentFailed(failing, cause, back ? fallback.id() : null, now));
        events.add(
                new MessageLogged(ServiceTexts.failed(service.name(), failing, why), false, now));
        if (back) {
            events.add(
                    new MessageLogged(
                            ServiceTexts.rollingBack(service.name(), fallback.id()), false, now));
        }
        return events;
    }

    static boolean rollsBack(Details service, Failure cause) {
        return switch (cause) {
            case CIRCUIT_BREAKER, DEADLINE ->
                    service.settings().deployment().circuitBreaker().rollback();
            case STOPPED -> true;
            case ABORTED -> false;
        };
    }

    private static boolean inProgress(Details service, String id) {
        return service.rollouts().isPrimary(id) && service.primary().inProgress();
    }
}

package dev.berth.domain.service;

import dev.berth.domain.service.Deployment.RolloutState;
import dev.berth.domain.service.Deployment.Seen;
import dev.berth.domain.service.Service.Active;
import dev.berth.domain.service.Service.Details;
import dev.berth.domain.service.Service.Draining;
import dev.berth.domain.service.Service.Known;
import dev.berth.domain.service.Service.Upkeep;
import dev.berth.domain.service.ServiceDeployment.Status;
import dev.berth.domain.service.ServiceEvent.Created;
import dev.berth.domain.service.ServiceEvent.DeploymentFailed;
import dev.berth.domain.service.ServiceEvent.DeploymentStarted;
import dev.berth.domain.service.ServiceEvent.Failure;
import dev.berth.domain.service.ServiceEvent.TasksCounted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;

/** The state of a service after each of its events. */
final class ServiceEvolution {

    private ServiceEvolution() {}

    static Service evolve(Service state, ServiceEvent event) {
        return switch (event) {
            case Created created -> created(created);
            case ServiceEvent.TagsChanged(var change) ->
                    on(state, d -> d.withTags(change.after(d.tags())));
            case ServiceEvent.DesiredCountSet(var desired, _) ->
                    on(state, d -> unthrottled(d.withDesiredCount(desired)));
            case ServiceEvent.SettingsChanged(var settings, _) ->
                    on(state, d -> unthrottled(d.with(settings)));
            case DeploymentStarted started -> on(state, d -> started(d, started));
            case ServiceEvent.DeploymentBegun(var id, var at) -> on(state, d -> begun(d, id, at));
            case ServiceEvent.ImagesResolved(var id, var digests) ->
                    on(state, d -> d.with(resolved(d.rollouts(), id, digests)));
            case TasksCounted counted -> on(state, d -> counted(d, counted));
            case ServiceEvent.DeploymentCompleted(var id, var at) ->
                    on(state, d -> completed(d, id, at));
            case DeploymentFailed failed -> on(state, d -> failed(d, failed));
            case ServiceEvent.DeploymentsRemoved(var ids) ->
                    on(state, d -> d.with(removed(d.rollouts(), ids)));
            case ServiceEvent.MessageLogged(var text, var condition, var at) ->
                    on(state, d -> d.with(d.log().told(text, condition, at)));
            case ServiceEvent.ConditionsCleared(var texts) ->
                    on(state, d -> d.with(d.log().cleared(texts)));
            case ServiceEvent.TasksWrittenOff(var ids, var at) ->
                    upkept(state, u -> u.writtenOff(u.writtenOff().plusAll(dated(ids, at))));
            case ServiceEvent.TasksTakenBack(var ids) ->
                    upkept(state, u -> u.writtenOff(u.writtenOff().minusAll(ids)));
            case ServiceEvent.MovesBegun(var ids, var at) ->
                    upkept(
                            state,
                            u ->
                                    new Upkeep(
                                            u.writtenOff(),
                                            u.moving().plusAll(dated(ids, at)),
                                            at));
            case ServiceEvent.MovesEnded(var ids) ->
                    upkept(state, u -> u.moving(u.moving().minusAll(ids)));
            case ServiceEvent.DeletionBegan(var at) ->
                    state instanceof Active(var details)
                            ? new Draining(details.withDesiredCount(0), at)
                            : state;
            case ServiceEvent.Deleted(var at) ->
                    state instanceof Draining(var details, _)
                            ? new Service.Inactive(details, at)
                            : state;
            case ServiceEvent.Forgotten(var name, _) -> new Service.Forgotten(name);
        };
    }

    private static Service on(Service state, UnaryOperator<Details> change) {
        return switch (state) {
            case Active(var details) -> new Active(change.apply(details));
            case Draining(var details, var since) -> new Draining(change.apply(details), since);
            case Service.Inactive inactive -> inactive;
            case Service.Absent absent -> absent;
            case Service.Forgotten forgotten -> forgotten;
        };
    }

    private static Service upkept(Service state, UnaryOperator<Upkeep> change) {
        return on(state, d -> d.with(change.apply(d.upkeep())));
    }

    private static Known created(Created created) {
        var at = created.identity().createdAt();
        var revision = created.revision();
        var rollouts =
                new Rollouts(
                        List.of(Deployment.started(created.deploymentId(), revision.id(), at)),
                        null,
                        HashTreePMap.singleton(revision.id(), revision),
                        List.of(
                                ServiceDeployment.pending(
                                        created.serviceDeploymentId(),
                                        created.deploymentId(),
                                        List.of(),
                                        revision.id(),
                                        created.settings().deployment(),
                                        at)));
        var origin =
                "%s/%s/%d"
                        .formatted(
                                created.identity().cluster(),
                                created.identity().name(),
                                at.toEpochMilli());
        return new Active(
                new Details(
                        created.identity(),
                        created.settings(),
                        created.desiredCount(),
                        rollouts,
                        Upkeep.NONE,
                        MessageLog.empty(origin),
                        Map.of()));
    }

    /** An update ends every back-off at once. */
    private static Details unthrottled(Details service) {
        return service.with(
                service.rollouts()
                        .each(
                                d ->
                                        d.counted(
                                                d.failedTasks(),
                                                d.seen(),
                                                Throttle.NONE,
                                                d.updatedAt())));
    }

    private static Details started(Details service, DeploymentStarted started) {
        var before = unthrottled(service).rollouts();
        var sources = before.deployments().stream().map(Deployment::revisionId).distinct().toList();
        var entry =
                ServiceDeployment.pending(
                        started.serviceDeploymentId(),
                        started.deploymentId(),
                        sources,
                        started.revision().id(),
                        service.settings().deployment(),
                        started.at());
        return service.with(
                before.current(current -> current.superseded(started.at()))
                        .started(
                                Deployment.started(
                                        started.deploymentId(),
                                        started.revision().id(),
                                        started.at()),
                                started.revision(),
                                entry));
    }

    private static Details begun(Details service, String id, Instant at) {
        if (!service.rollouts().isPrimary(id)) {
            return service;
        }
        return service.with(
                service.rollouts()
                        .primary(d -> d.begun(at, service.settings().deadlineSeconds()))
                        .current(entry -> entry.begun(at)));
    }

    private static Rollouts resolved(Rollouts rollouts, String id, Map<String, String> digests) {
        var revision = rollouts.revisions().get(id);
        return revision == null
                ? rollouts
                : new Rollouts(
                        rollouts.deployments(),
                        rollouts.fallback(),
                        rollouts.revisions().plus(id, revision.resolved(digests)),
                        rollouts.history());
    }

    /**
     * The service after tasks were counted; also used to decide whether the circuit breaker trips.
     */
    static Details counted(Details service, TasksCounted counted) {
        var rollouts =
                service.rollouts()
                        .each(
                                d ->
                                        d.id().equals(counted.deploymentId())
                                                ? counted(service, d, counted)
                                                : d);
        return service.with(
                rollouts.isPrimary(counted.deploymentId()) && !rollouts.current().hasEnded()
                        ? rollouts.current(e -> e.counted(rollouts.primary().failedTasks()))
                        : rollouts);
    }

    private static Deployment counted(
            Details service, Deployment deployment, TasksCounted counted) {
        var seen = deployment.seen();
        for (var id : counted.healthy()) {
            seen = seen.plus(id, Seen.HEALTHY);
        }
        for (var id : counted.failed()) {
            seen = seen.plus(id, Seen.FAILED);
        }
        for (var id : counted.unhealthy()) {
            seen = seen.plus(id, Seen.FAILED);
        }
        seen = seen.minusAll(counted.gone());
        var reset = !counted.healthy().isEmpty();
        var breaker = service.settings().deployment().circuitBreaker();
        var before = reset && breaker.resetOnHealthyTask() ? 0 : deployment.failedTasks();
        var throttle = reset ? Throttle.NONE : deployment.throttle();
        return deployment.counted(
                before + counted.failed().size() + counted.unhealthy().size(),
                seen,
                counted.failed().isEmpty() ? throttle : throttle.failed(counted.at()),
                counted.at());
    }

    private static Details completed(Details service, String id, Instant at) {
        if (!service.rollouts().isPrimary(id)) {
            return service;
        }
        return service.with(
                service.rollouts()
                        .primary(
                                d ->
                                        d.rolled(
                                                RolloutState.COMPLETED,
                                                "ECS deployment %s completed.".formatted(id),
                                                at))
                        .current(entry -> entry.completed(at))
                        .fallback(null));
    }

    private static Details failed(Details service, DeploymentFailed failed) {
        if (!service.rollouts().isPrimary(failed.deploymentId())) {
            return service;
        }
        var rollouts =
                service.rollouts()
                        .primary(
                                d ->
                                        d.rolled(
                                                RolloutState.FAILED,
                                                rolloutReason(failed.cause()),
                                                failed.at()));
        var fallback = rollouts.fallback();
        return fallback == null || !fallback.id().equals(failed.rollbackTo())
                ? service.with(stalled(service, rollouts, failed))
                : service.with(rolledBack(service, rollouts, failed));
    }

    private static Rollouts stalled(Details service, Rollouts rollouts, DeploymentFailed failed) {
        var rollingBack = rollouts.current().status() == Status.ROLLBACK_IN_PROGRESS;
        var wanted = Rolling.rollsBack(service, failed.cause());
        return rollouts.current(
                entry ->
                        wanted || rollingBack
                                ? entry.failed(
                                        Status.ROLLBACK_FAILED,
                                        "No rollback candidate was found to run the rollback.",
                                        failed.at())
                                : entry.failed(
                                        Status.STOPPED,
                                        rolloutReason(failed.cause()),
                                        failed.at()));
    }

    /**
     * The newest COMPLETED deployment becomes PRIMARY again, with its old id, and is rolled out
     * again.
     */
    private static Rollouts rolledBack(
            Details service, Rollouts rollouts, DeploymentFailed failed) {
        var target = rollouts.fallback();
        var held = rollouts.deployment(target.id()).orElse(target);
        var again =
                held.rolled(
                                RolloutState.IN_PROGRESS,
                                rollbackReason(failed.cause(), target.id()),
                                failed.at())
                        .begun(failed.at(), service.settings().deadlineSeconds())
                        .counted(0, held.seen(), Throttle.NONE, failed.at());
        var all = new ArrayList<Deployment>();
        all.add(again);
        rollouts.deployments().stream().filter(d -> !d.id().equals(again.id())).forEach(all::add);
        return rollouts.deployments(all)
                .fallback(null)
                .current(
                        entry ->
                                entry.rollingBack(
                                        statusReason(failed.cause()),
                                        again.revisionId(),
                                        failed.at()));
    }

    private static String rolloutReason(Failure cause) {
        return switch (cause) {
            case CIRCUIT_BREAKER -> "ECS deployment circuit breaker: tasks failed to start.";
            case DEADLINE -> "The deadline of the deployment has passed.";
            case STOPPED, ABORTED -> "The service deployment was stopped.";
        };
    }

    private static String rollbackReason(Failure cause, String id) {
        return switch (cause) {
            case CIRCUIT_BREAKER ->
                    "ECS deployment circuit breaker: rolling back to deploymentId %s."
                            .formatted(id);
            case DEADLINE -> "Deployment deadline: rolling back to deploymentId %s.".formatted(id);
            case STOPPED, ABORTED ->
                    "Service deployment stopped: rolling back to deploymentId %s.".formatted(id);
        };
    }

    private static String statusReason(Failure cause) {
        return switch (cause) {
            case CIRCUIT_BREAKER ->
                    "Service deployment rolled back because the circuit breaker threshold was"
                            + " exceeded.";
            case DEADLINE -> "Service deployment rolled back because its deadline has passed.";
            case STOPPED, ABORTED -> "Service deployment rolled back because it was stopped.";
        };
    }

    private static Rollouts removed(Rollouts rollouts, List<String> ids) {
        var kept = new ArrayList<Deployment>();
        kept.add(rollouts.primary());
        rollouts.others().stream().filter(d -> !ids.contains(d.id())).forEach(kept::add);
        return rollouts.deployments(kept).pruned();
    }

    private static Map<String, Instant> dated(List<String> ids, Instant at) {
        var dated = new HashMap<String, Instant>();
        ids.forEach(id -> dated.put(id, at));
        return dated;
    }
}

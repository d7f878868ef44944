package dev.berth.domain.service;

import static dev.berth.domain.Decision.accept;
import static dev.berth.domain.Decision.nothing;
import static dev.berth.domain.Decision.reject;

import dev.berth.domain.Decider;
import dev.berth.domain.Decision;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.service.Service.Active;
import dev.berth.domain.service.Service.Details;
import dev.berth.domain.service.ServiceCommand.Begin;
import dev.berth.domain.service.ServiceCommand.BeginMoves;
import dev.berth.domain.service.ServiceCommand.ChangeTags;
import dev.berth.domain.service.ServiceCommand.ClearConditions;
import dev.berth.domain.service.ServiceCommand.Complete;
import dev.berth.domain.service.ServiceCommand.CountTasks;
import dev.berth.domain.service.ServiceCommand.Create;
import dev.berth.domain.service.ServiceCommand.Delete;
import dev.berth.domain.service.ServiceCommand.EndMoves;
import dev.berth.domain.service.ServiceCommand.Expire;
import dev.berth.domain.service.ServiceCommand.FinishDeletion;
import dev.berth.domain.service.ServiceCommand.Forget;
import dev.berth.domain.service.ServiceCommand.LogMessage;
import dev.berth.domain.service.ServiceCommand.RemoveDeployments;
import dev.berth.domain.service.ServiceCommand.ResolveImages;
import dev.berth.domain.service.ServiceCommand.StopDeployment;
import dev.berth.domain.service.ServiceCommand.TakeBack;
import dev.berth.domain.service.ServiceCommand.Update;
import dev.berth.domain.service.ServiceCommand.WriteOff;
import dev.berth.domain.service.ServiceEvent.TagsChanged;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;

/**
 * The rules of a service, as in CreateService, UpdateService, DeleteService and
 * StopServiceDeployment.
 *
 * <p>The commands of the reconciler are planned on a snapshot that can be outdated: a command that
 * does not apply any more changes nothing, and is never refused.
 */
public final class ServiceDecider implements Decider<ServiceCommand, ServiceEvent, Service> {

    @Override
    public Service initial() {
        return new Service.Absent();
    }

    @Override
    public Decision<ServiceEvent> decide(Service state, ServiceCommand command, Instant now) {
        return switch (state) {
            case Service.Absent _ -> whenGone(command);
            case Service.Forgotten _ -> whenGone(command);
            case Service.Inactive inactive -> whenInactive(inactive, command, now);
            case Service.Draining draining -> whenDraining(draining, command, now);
            case Active(var details) -> whenActive(details, command, now);
        };
    }

    private static Decision<ServiceEvent> whenGone(ServiceCommand command) {
        return switch (command) {
            case Create create -> create(create);
            case Update _, ChangeTags _, Delete _ -> notFound();
            case StopDeployment _ -> deploymentNotFound();
            case Forget _ -> nothing();
            case Begin _, ResolveImages _, CountTasks _, Complete _, Expire _ -> nothing();
            case RemoveDeployments _, LogMessage _, ClearConditions _ -> nothing();
            case WriteOff _, TakeBack _, BeginMoves _, EndMoves _, FinishDeletion _ -> nothing();
        };
    }

    private static Decision<ServiceEvent> whenInactive(
            Service.Inactive inactive, ServiceCommand command, Instant now) {
        return switch (command) {
            case Create create -> create(create);
            case Update _, ChangeTags _ -> notActive();
            case Delete _ -> notFound();
            case StopDeployment _ -> deploymentNotFound();
            case Forget(var before) ->
                    inactive.deletedAt().isBefore(before)
                            ? accept(new ServiceEvent.Forgotten(inactive.details().name(), now))
                            : nothing();
            case Begin _, ResolveImages _, CountTasks _, Complete _, Expire _ -> nothing();
            case RemoveDeployments _, LogMessage _, ClearConditions _ -> nothing();
            case WriteOff _, TakeBack _, BeginMoves _, EndMoves _, FinishDeletion _ -> nothing();
        };
    }

    private static Decision<ServiceEvent> whenDraining(
            Service.Draining draining, ServiceCommand command, Instant now) {
        return switch (command) {
            case Create _ ->
                    reject(
                            ErrorCode.INVALID_PARAMETER,
                            "Unable to Start a service that is still Draining.");
            case Update _ -> notActive();
            case ChangeTags(var change) ->
                    change.decide(draining.details().tags(), TagsChanged::new);
            case Delete _ -> nothing();
            case StopDeployment _ -> ended();
            case LogMessage message -> Upkeeping.logMessage(draining.details(), message, now);
            case ClearConditions(var texts) -> Upkeeping.clear(draining.details(), texts);
            case FinishDeletion _ -> accept(new ServiceEvent.Deleted(now));
            case Forget _ -> nothing();
            case Begin _, ResolveImages _, CountTasks _, Complete _, Expire _ -> nothing();
            case RemoveDeployments _, WriteOff _, TakeBack _, BeginMoves _, EndMoves _ -> nothing();
        };
    }

    private static Decision<ServiceEvent> whenActive(
            Details service, ServiceCommand command, Instant now) {
        return switch (command) {
            case Create create -> createAgain(service, create);
            case Update update -> Updating.decide(service, update, now);
            case ChangeTags(var change) -> change.decide(service.tags(), TagsChanged::new);
            case Delete(var force) -> delete(service, force, now);
            case StopDeployment stop -> Rolling.stop(service, stop, now);
            case Forget _ -> nothing();
            case Begin(var id) -> Rolling.begin(service, id, now);
            case ResolveImages resolve -> Rolling.resolve(service, resolve);
            case CountTasks count -> Rolling.count(service, count, now);
            case Complete(var id) -> Rolling.complete(service, id, now);
            case Expire expire -> Rolling.expire(service, expire, now);
            case RemoveDeployments(var ids) -> Rolling.remove(service, ids);
            case LogMessage message -> Upkeeping.logMessage(service, message, now);
            case ClearConditions(var texts) -> Upkeeping.clear(service, texts);
            case WriteOff(var ids) -> Upkeeping.writeOff(service, ids, now);
            case TakeBack(var ids) -> Upkeeping.takeBack(service, ids);
            case BeginMoves(var ids) -> Upkeeping.beginMoves(service, ids, now);
            case EndMoves(var ids) -> Upkeeping.endMoves(service, ids);
            case FinishDeletion _ -> nothing();
        };
    }

    private static Decision<ServiceEvent> create(Create create) {
        var strategy = create.identity().strategy();
        if (strategy == SchedulingStrategy.DAEMON && create.desiredCount() != null) {
            return Updating.daemonCount();
        }
        if (strategy == SchedulingStrategy.REPLICA && create.desiredCount() == null) {
            return reject(ErrorCode.INVALID_PARAMETER, "DesiredCount is missing");
        }
        var desired = create.desiredCount() == null ? 0 : create.desiredCount();
        if (desired < 0) {
            return reject(ErrorCode.INVALID_PARAMETER, "DesiredCount can not be lesser than 0");
        }
        if (desired > Updating.MOST_TASKS) {
            return Updating.tooManyTasks();
        }
        var refusal = SettingsRules.refusal(strategy, create.settings());
        if (refusal.isPresent()) {
            return reject(ErrorCode.INVALID_PARAMETER, refusal.get());
        }
        var start = create.start();
        var created =
                new ServiceEvent.Created(
                        create.identity(),
                        create.settings(),
                        desired,
                        start.deploymentId(),
                        start.serviceDeploymentId(),
                        start.revision());
        return new Decision.Accepted<>(
                TagChange.after(created, create.tags(), TagsChanged::new), null);
    }

    private static Decision<ServiceEvent> createAgain(Details service, Create create) {
        return service.identity().fingerprint().equals(create.identity().fingerprint())
                ? nothing()
                : reject(ErrorCode.INVALID_PARAMETER, "Creation of service was not idempotent.");
    }

    private static Decision<ServiceEvent> delete(Details service, boolean force, Instant now) {
        if (service.identity().strategy() == SchedulingStrategy.REPLICA && !force) {
            if (service.desiredCount() > 0) {
                return reject(
                        ErrorCode.INVALID_PARAMETER,
                        "The service cannot be stopped while it is scaled above 0.");
            }
            if (service.rollouts().deployments().size() > 1) {
                return reject(
                        ErrorCode.INVALID_PARAMETER,
                        "The service cannot be stopped while deployments are active.");
            }
        }
        return accept(new ServiceEvent.DeletionBegan(now));
    }

    static Decision<ServiceEvent> ended() {
        return reject(
                ErrorCode.CONFLICT,
                "The service deployment has ended or is being rolled back, so it cannot be"
                        + " stopped.");
    }

    static Decision<ServiceEvent> deploymentNotFound() {
        return reject(ErrorCode.SERVICE_DEPLOYMENT_NOT_FOUND, "Service deployment not found.");
    }

    private static Decision<ServiceEvent> notFound() {
        return reject(ErrorCode.SERVICE_NOT_FOUND, "Service not found.");
    }

    private static Decision<ServiceEvent> notActive() {
        return reject(ErrorCode.SERVICE_NOT_ACTIVE, "Service was not ACTIVE.");
    }

    @Override
    public Service evolve(Service state, ServiceEvent event) {
        return ServiceEvolution.evolve(state, event);
    }
}

package dev.berth.ecs.service;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceRevision;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.taskdefinition.TaskDefinitionDocument;
import dev.berth.wire.ApiException;
import dev.berth.wire.Call;
import dev.berth.wire.Operation;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/** UpdateService. What the request leaves out stays; an empty list removes what is set. */
final class UpdateService {
    private static final Logger LOG = LoggerFactory.getLogger(UpdateService.class);

    private final ControlPlaneCalls calls;
    private final ShownServices shown;

    UpdateService(ControlPlaneCalls calls) {
        this.calls = calls;
        this.shown = new ShownServices(calls);
    }

    Operation<?, ?> operation() {
        return new Operation<>(
                "UpdateService",
                UpdateServiceRequest::builder,
                ServiceTerms.members(
                        "cluster",
                        "service*",
                        "desiredCount",
                        "taskDefinition",
                        "forceNewDeployment",
                        "deploymentController",
                        "networkConfiguration",
                        "placementConstraints",
                        "placementStrategy",
                        "healthCheckGracePeriodSeconds",
                        "availabilityZoneRebalancing",
                        "propagateTags",
                        "enableECSManagedTags"),
                this::update);
    }

    private UpdateServiceResponse update(UpdateServiceRequest request, Call call) {
        var terms = ServiceTerms.of(request, call.raw());
        terms.check();
        ServiceTerms.checkDesiredCount(request.desiredCount());
        var cluster = calls.activeCluster(request.cluster());
        var name = calls.arns().service(request.service()).within(cluster).id();
        var held = active(cluster, name);
        var current = held.rollouts().revision(held.primary());
        var start = start(request, current);
        var change = terms.change(held.settings());
        var settings = change.after(held.settings());
        var kind = new ServiceTerms.Kind(held.identity().strategy(), current.launchType());
        ZoneRebalancing.check(kind, settings);
        ServiceTerms.checkPlacing(
                settings,
                constraints(start == null ? current : start.revision()),
                calls.plane().launchers().points());
        calls.ask(
                AggregateKind.SERVICE.at(cluster, name),
                new ServiceCommand.Update(request.desiredCount(), change, start, read(call)));
        LOG.info("Service {} updated", name);
        return UpdateServiceResponse.builder()
                .service(shown.of(cluster, name).orElseThrow(ApiException::serviceNotFound))
                .build();
    }

    private Service.Details active(String cluster, String name) {
        return switch (calls.snapshot(cluster)
                .service(name)
                .orElseThrow(ApiException::serviceNotFound)) {
            case Service.Active(var details) -> details;
            case Service.Draining _, Service.Inactive _ ->
                    throw ApiException.of(ErrorCode.SERVICE_NOT_ACTIVE, "Service was not ACTIVE.");
        };
    }

    /** Null where no member is given that starts a deployment. */
    private ServiceCommand.Start start(UpdateServiceRequest request, ServiceRevision current) {
        var force = Boolean.TRUE.equals(request.forceNewDeployment());
        var given = request.taskDefinition();
        if (given == null || given.isEmpty()) {
            return force ? start(current.family(), current.revision(), current, true) : null;
        }
        var registered =
                ServiceDefinition.active(calls, given).on(current.launchType()).registered();
        return start(registered.family(), registered.revision(), current, force);
    }

    private ServiceCommand.Start start(
            String family, int revision, ServiceRevision current, boolean force) {
        return new ServiceCommand.Start(
                ServiceIds.deployment(),
                ServiceIds.serviceDeployment(),
                new ServiceRevision(
                        ServiceIds.digits(),
                        family,
                        revision,
                        current.launchType(),
                        current.document(),
                        Map.of(),
                        calls.plane().clock().instant().truncatedTo(ChronoUnit.MILLIS)),
                force);
    }

    private List<TaskDefinitionPlacementConstraint> constraints(ServiceRevision revision) {
        return calls.plane()
                .account()
                .shownDefinition(revision.family(), revision.revision())
                .map(found -> TaskDefinitionDocument.read(found.document()).build())
                .map(definition -> definition.placementConstraints())
                .orElse(List.of());
    }

    /** Berth's own: the revision that the caller has read, so that no other's update is lost. */
    private static String read(Call call) {
        var given = call.raw().path(ServiceTerms.OWN).path("readServiceRevision").asText("");
        return given.isEmpty() ? null : given.substring(given.lastIndexOf('/') + 1);
    }
}

package dev.berth.ecs.service;

import static dev.berth.ecs.Requests.orElse;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceRevision;
import dev.berth.ecs.Arns;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Fingerprint;
import dev.berth.ecs.Requests;
import dev.berth.ecs.tag.TagModel;
import dev.berth.wire.ApiException;
import dev.berth.wire.Call;
import dev.berth.wire.Operation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;

/** CreateService. The same call again answers the service that it created. */
final class CreateService {
    private static final Logger LOG = LoggerFactory.getLogger(CreateService.class);

    private final ControlPlaneCalls calls;
    private final ShownServices shown;

    CreateService(ControlPlaneCalls calls) {
        this.calls = calls;
        this.shown = new ShownServices(calls);
    }

    Operation<?, ?> operation() {
        return new Operation<>(
                "CreateService",
                CreateServiceRequest::builder,
                ServiceTerms.members(
                        "cluster",
                        "serviceName*",
                        "taskDefinition*",
                        "desiredCount",
                        "clientToken",
                        "launchType",
                        "schedulingStrategy",
                        "deploymentController",
                        "networkConfiguration",
                        "placementConstraints",
                        "placementStrategy",
                        "healthCheckGracePeriodSeconds",
                        "availabilityZoneRebalancing",
                        "propagateTags",
                        "enableECSManagedTags",
                        "tags"),
                this::create);
    }

    private CreateServiceResponse create(CreateServiceRequest request, Call call) {
        var name = request.serviceName();
        Requests.refuseUnless(Arns.isServiceName(name), "Invalid service name.");
        var terms = ServiceTerms.of(request, call.raw());
        terms.check();
        ServiceTerms.checkDesiredCount(request.desiredCount());
        var kind = kind(request);
        var tags = TagModel.of(request.tags());
        var cluster = calls.activeCluster(request.cluster());
        var definition = ServiceDefinition.active(calls, request.taskDefinition());
        if (isGiven(request.launchTypeAsString())) {
            definition.on(kind.launchType());
        }
        var settings = terms.ofNew(kind);
        ZoneRebalancing.check(kind, settings);
        ServiceTerms.checkPlacing(
                settings,
                definition.document().placementConstraints(),
                calls.plane().launchers().points());
        var now = calls.plane().clock().instant().truncatedTo(ChronoUnit.MILLIS);
        calls.ask(
                AggregateKind.SERVICE.at(cluster, name),
                new ServiceCommand.Create(
                        identity(request, cluster, kind, call, now),
                        settings,
                        request.desiredCount(),
                        start(definition, kind, now),
                        tags));
        LOG.info("Service {} created", name);
        return CreateServiceResponse.builder()
                .service(shown.of(cluster, name).orElseThrow(ApiException::serviceNotFound))
                .build();
    }

    private static ServiceTerms.Kind kind(CreateServiceRequest request) {
        var strategy =
                Requests.oneOf(
                        "schedulingStrategy",
                        request.schedulingStrategyAsString(),
                        "REPLICA",
                        "DAEMON");
        var launchType = orElse(request.launchTypeAsString(), "");
        Requests.refuseUnless(
                List.of("", "EC2", "EXTERNAL").contains(launchType),
                "launchType must be EC2 or EXTERNAL: tasks run on container instances here.");
        return new ServiceTerms.Kind(
                SchedulingStrategy.valueOf(orElse(strategy, "REPLICA")),
                launchType.isEmpty() ? "EC2" : launchType);
    }

    private Service.Identity identity(
            CreateServiceRequest request,
            String cluster,
            ServiceTerms.Kind kind,
            Call call,
            Instant now) {
        return new Service.Identity(
                cluster,
                request.serviceName(),
                kind.strategy(),
                now,
                calls.arns().principal(call.accessKeyId()),
                isGiven(request.clientToken()) ? request.clientToken() : null,
                Fingerprint.of(request));
    }

    private static ServiceCommand.Start start(
            ServiceDefinition definition, ServiceTerms.Kind kind, Instant now) {
        var registered = definition.registered();
        return new ServiceCommand.Start(
                ServiceIds.deployment(),
                ServiceIds.serviceDeployment(),
                new ServiceRevision(
                        ServiceIds.digits(),
                        registered.family(),
                        registered.revision(),
                        kind.launchType(),
                        "{}",
                        Map.of(),
                        now),
                false);
    }

    private static boolean isGiven(String text) {
        return text != null && !text.isEmpty();
    }
}

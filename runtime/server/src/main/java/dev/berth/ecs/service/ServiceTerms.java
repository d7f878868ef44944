package dev.berth.ecs.service;

import static dev.berth.ecs.Requests.orElse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.actors.launch.PlacementPoints;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.ServiceSettings;
import dev.berth.domain.service.ServiceSettings.PlacementRule;
import dev.berth.domain.service.ServiceSettings.PropagateTags;
import dev.berth.ecs.Requests;
import dev.berth.ecs.placement.Placements;
import dev.berth.wire.Members;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/**
 * The settings of a service in a request of CreateService or UpdateService. A value that the
 * request does not set is null.
 */
record ServiceTerms(
        Rollout rollout,
        String zoneRebalancing,
        Placement placement,
        Integer gracePeriodSeconds,
        Tagging tagging,
        NetworkConfiguration network) {

    /**
     * The deployments of the service.
     *
     * @param deadlineSeconds a setting of Berth: the time after which a deployment that has not
     *     ended fails; 0 for no deadline
     */
    private record Rollout(
            DeploymentConfiguration configuration,
            DeploymentController controller,
            Integer deadlineSeconds) {}

    private record Placement(
            List<PlacementStrategy> strategies, List<PlacementConstraint> constraints) {}

    private record Tagging(String propagated, Boolean managed) {}

    /** The member of the requests with the settings that only Berth has. */
    static final String OWN = "berth";

    private static final int MOST_TASKS = 5_000;
    private static final String ENABLED = "ENABLED";
    private static final String ECS = "ECS";

    static ServiceTerms of(CreateServiceRequest request, ObjectNode raw) {
        return new ServiceTerms(
                new Rollout(
                        request.deploymentConfiguration(),
                        request.deploymentController(),
                        deadline(raw)),
                request.availabilityZoneRebalancingAsString(),
                new Placement(request.placementStrategy(), request.placementConstraints()),
                request.healthCheckGracePeriodSeconds(),
                new Tagging(request.propagateTagsAsString(), request.enableECSManagedTags()),
                request.networkConfiguration());
    }

    /** An empty list removes what is set. */
    static ServiceTerms of(UpdateServiceRequest request, ObjectNode raw) {
        return new ServiceTerms(
                new Rollout(
                        request.deploymentConfiguration(),
                        request.deploymentController(),
                        deadline(raw)),
                request.availabilityZoneRebalancingAsString(),
                new Placement(
                        request.hasPlacementStrategy() ? request.placementStrategy() : null,
                        request.hasPlacementConstraints() ? request.placementConstraints() : null),
                request.healthCheckGracePeriodSeconds(),
                new Tagging(request.propagateTagsAsString(), request.enableECSManagedTags()),
                request.networkConfiguration());
    }

    private static Integer deadline(ObjectNode raw) {
        JsonNode seconds = raw.path(OWN).path("deploymentDeadlineSeconds");
        if (seconds.isMissingNode() || seconds.isNull()) {
            return null;
        }
        Requests.refuseUnless(
                seconds.isInt() && seconds.intValue() >= 0,
                OWN + ".deploymentDeadlineSeconds must be a number of seconds, or 0 for none.");
        return seconds.intValue();
    }

    /** The supported members of both requests. */
    static Members members(String... ownMembers) {
        return Members.supported(ownMembers)
                .within(
                        "deploymentConfiguration",
                        "minimumHealthyPercent",
                        "maximumPercent",
                        "deploymentCircuitBreaker",
                        "alarms",
                        "strategy")
                .accepting("deploymentConfiguration.bakeTimeInMinutes", 0)
                .accepting("platformVersion", "LATEST");
    }

    /** Checks what does not depend on the service. */
    void check() {
        var controller = rollout.controller();
        var type = controller == null ? ECS : orElse(controller.typeAsString(), ECS);
        Requests.refuseUnless(
                type.equals(ECS),
                "The deployment controller %s is not supported. Use ECS.".formatted(type));
        DeploymentTerms.check(rollout.configuration());
        Requests.oneOf("availabilityZoneRebalancing", zoneRebalancing, ENABLED, "DISABLED");
        Requests.oneOf("propagateTags", tagging.propagated(), "SERVICE", "TASK_DEFINITION", "NONE");
        Requests.refuseUnless(
                network == null || network.awsvpcConfiguration() == null,
                "Network Configuration is not valid for the given networkMode of this task"
                        + " definition.");
    }

    /** Refuses more tasks than a service of ECS can have. */
    static void checkDesiredCount(Integer given) {
        Requests.refuseUnless(
                given == null || given <= MOST_TASKS,
                "desiredCount can be up to %d, and this call asks for %d."
                        .formatted(MOST_TASKS, given));
    }

    /** The settings of a new service. */
    ServiceSettings ofNew(Kind kind) {
        var defaults = ServiceSettings.defaults(kind.strategy());
        var settings = change(defaults).after(defaults);
        return isGiven(zoneRebalancing)
                ? settings
                : balanced(ZoneRebalancing.isEligible(kind, settings)).after(settings);
    }

    private static ServiceSettings.Change balanced(boolean overZones) {
        return new ServiceSettings.Change(
                null, null, null, null, overZones, null, null, null, null);
    }

    /**
     * What can make a service unfit for a setting, beside its settings.
     *
     * @param launchType {@code EC2} or {@code EXTERNAL}
     */
    record Kind(SchedulingStrategy strategy, String launchType) {}

    /** The change of these settings. */
    ServiceSettings.Change change(ServiceSettings held) {
        var deployment = rollout.configuration();
        var strategies = placement.strategies();
        var constraints = placement.constraints();
        var placing =
                Placements.of(
                        orElse(strategies, List.of()), orElse(constraints, List.of()), List.of());
        return new ServiceSettings.Change(
                deployment == null ? null : DeploymentTerms.after(deployment, held.deployment()),
                gracePeriodSeconds,
                strategies == null
                        ? null
                        : placing.strategies().stream()
                                .map(s -> new PlacementRule(s.type(), s.field()))
                                .toList(),
                constraints == null
                        ? null
                        : placing.constraints().stream()
                                .map(c -> new PlacementRule(c.type(), c.expression()))
                                .toList(),
                isGiven(zoneRebalancing) ? zoneRebalancing.equals(ENABLED) : null,
                isGiven(tagging.propagated()) ? PropagateTags.valueOf(tagging.propagated()) : null,
                tagging.managed(),
                rollout.deadlineSeconds(),
                document(held));
    }

    private String document(ServiceSettings held) {
        var given = rollout.configuration() == null ? null : rollout.configuration().alarms();
        var strategies = placement.strategies();
        var constraints = placement.constraints();
        if (strategies == null && constraints == null && given == null) {
            return null;
        }
        var before = ServiceDocument.read(held.document());
        return new ServiceDocument(
                        orElse(strategies, before.strategies()),
                        orElse(constraints, before.constraints()),
                        orElse(given, before.alarms()))
                .json();
    }

    /**
     * Checks the placement of a service.
     *
     * @throws ApiException InvalidParameterException with the message of the plugin that refuses
     */
    static void checkPlacing(
            ServiceSettings settings,
            List<TaskDefinitionPlacementConstraint> ofDefinition,
            PlacementPoints points) {
        var document = ServiceDocument.read(settings.document());
        Placements.check(
                Placements.of(document.strategies(), document.constraints(), ofDefinition), points);
    }

    private static boolean isGiven(String word) {
        return word != null && !word.isEmpty();
    }
}

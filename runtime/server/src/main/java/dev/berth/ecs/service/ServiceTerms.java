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
 * What a request says of the settings of a service; CreateService and UpdateService say it alike.
 * Null is what it leaves out.
 *
 * @param deadlineSeconds Berth's own: when a deployment that has not ended fails, 0 for never
 */
record ServiceTerms(
        DeploymentConfiguration deployment,
        String zoneRebalancing,
        List<PlacementStrategy> strategies,
        List<PlacementConstraint> constraints,
        Integer gracePeriodSeconds,
        String propagateTags,
        Boolean managedTags,
        DeploymentController controller,
        NetworkConfiguration network,
        Integer deadlineSeconds) {

    /** The member of the requests that holds what is Berth's own. */
    static final String OWN = "berth";

    private static final int MOST_TASKS = 5_000;
    private static final String ENABLED = "ENABLED";
    private static final String ECS = "ECS";

    static ServiceTerms of(CreateServiceRequest request, ObjectNode raw) {
        return new ServiceTerms(
                request.deploymentConfiguration(),
                request.availabilityZoneRebalancingAsString(),
                request.placementStrategy(),
                request.placementConstraints(),
                request.healthCheckGracePeriodSeconds(),
                request.propagateTagsAsString(),
                request.enableECSManagedTags(),
                request.deploymentController(),
                request.networkConfiguration(),
                deadline(raw));
    }

    /** An empty list removes what is set. */
    static ServiceTerms of(UpdateServiceRequest request, ObjectNode raw) {
        return new ServiceTerms(
                request.deploymentConfiguration(),
                request.availabilityZoneRebalancingAsString(),
                request.hasPlacementStrategy() ? request.placementStrategy() : null,
                request.hasPlacementConstraints() ? request.placementConstraints() : null,
                request.healthCheckGracePeriodSeconds(),
                request.propagateTagsAsString(),
                request.enableECSManagedTags(),
                request.deploymentController(),
                request.networkConfiguration(),
                deadline(raw));
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

    /** The members of both requests that say these terms, and others that both have. */
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
        var type = controller == null ? ECS : orElse(controller.typeAsString(), ECS);
        Requests.refuseUnless(
                type.equals(ECS),
                "The deployment controller %s is not supported. Use ECS.".formatted(type));
        DeploymentTerms.check(deployment);
        Requests.oneOf("availabilityZoneRebalancing", zoneRebalancing, ENABLED, "DISABLED");
        Requests.oneOf("propagateTags", propagateTags, "SERVICE", "TASK_DEFINITION", "NONE");
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

    /** What they change of these settings. */
    ServiceSettings.Change change(ServiceSettings held) {
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
                isGiven(propagateTags) ? PropagateTags.valueOf(propagateTags) : null,
                managedTags,
                deadlineSeconds,
                document(held));
    }

    private String document(ServiceSettings held) {
        var given = deployment == null ? null : deployment.alarms();
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
     * Checks what a service would be placed by.
     *
     * @throws ApiException InvalidParameterException with the sentence of the plugin that refuses
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

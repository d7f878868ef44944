package dev.berth.actors.service;

import dev.berth.actors.launch.Ids;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.Service;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.taskdefinition.TaskDefinition.Registered;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The launch requests of a service. */
final class ServiceStart {

    private static final String GROUP = "service:";
    private static final String CLUSTER_TAG = "aws:ecs:clusterName";
    private static final String SERVICE_TAG = "aws:ecs:serviceName";

    private ServiceStart() {}

    /** The task group of a service's tasks. */
    static String group(String service) {
        return GROUP + service;
    }

    /** The service that a task belongs to; empty for other tasks. */
    static Optional<String> service(TaskSpec task) {
        return task.belongsToService()
                ? Optional.of(task.group().substring(GROUP.length()))
                : Optional.empty();
    }

    /** One task of the deployment. */
    static LaunchRequest request(
            Service.Details service,
            Deployment deployment,
            Registered definition,
            TaskTemplate template) {
        var revision = service.rollouts().revision(deployment);
        var identity = service.identity();
        var spec =
                new TaskSpec(
                        identity.cluster(),
                        null,
                        null,
                        revision.family(),
                        revision.revision(),
                        group(service.name()),
                        deployment.id(),
                        revision.launchType(),
                        null,
                        template.cpu(),
                        template.memory(),
                        template.containers());
        return new LaunchRequest(
                spec,
                1,
                definition.shape().fixedPorts(),
                definition.shape().requiredAttributes(),
                null,
                tags(service, definition),
                placing(service, template),
                Ids.uuid());
    }

    /** The request for several such tasks, in one availability zone if it is not null. */
    static LaunchRequest of(LaunchRequest one, int count, String zone) {
        var placing = zone == null ? one.placing() : inZone(one.placing(), zone);
        return new LaunchRequest(
                one.template(),
                count,
                one.ports(),
                one.requiredAttributes(),
                null,
                one.tags(),
                placing,
                one.runId());
    }

    private static Placing placing(Service.Details service, TaskTemplate template) {
        var settings = service.settings();
        return new Placing(
                settings.strategies().stream()
                        .map(rule -> new Placing.Strategy(rule.type(), rule.argument()))
                        .toList(),
                Stream.concat(
                                template.constraints().stream(),
                                settings.constraints().stream()
                                        .map(
                                                rule ->
                                                        new Placing.Constraint(
                                                                rule.type(), rule.argument())))
                        .toList());
    }

    private static Placing inZone(Placing placing, String zone) {
        var here =
                new Placing.Constraint(
                        "memberOf",
                        "attribute:ecs.availability-zone == '%s'".formatted(zone.replace("'", "")));
        return new Placing(
                placing.strategies(),
                Stream.concat(placing.constraints().stream(), Stream.of(here)).toList());
    }

    private static Map<String, String> tags(Service.Details service, Registered definition) {
        var tags = new HashMap<String, String>();
        switch (service.settings().propagateTags()) {
            case NONE -> {}
            case SERVICE -> tags.putAll(service.tags());
            case TASK_DEFINITION -> tags.putAll(definition.tags());
        }
        if (service.settings().managedTags()) {
            tags.put(CLUSTER_TAG, service.identity().cluster());
            tags.put(SERVICE_TAG, service.name());
        }
        return tags;
    }
}

package dev.berth.ecs.taskdefinition;

import static dev.berth.ecs.taskdefinition.TaskDefinitionRules.refuseUnless;

import dev.berth.ecs.Requests;
import dev.berth.wire.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.VolumeFrom;

/**
 * The dependencies of the containers of a task: those in {@code dependsOn}, and those of links and
 * volumes, which must exist first.
 */
final class DependencyRules {
    private final Map<String, ContainerDefinition> containers = new LinkedHashMap<>();
    private final Set<String> sound = new HashSet<>();
    private final String networkMode;

    DependencyRules(List<ContainerDefinition> containers, String networkMode) {
        containers.forEach(container -> this.containers.put(container.name(), container));
        this.networkMode = networkMode;
    }

    void check() {
        containers.values().forEach(this::checkLinks);
        containers.values().forEach(c -> c.dependsOn().forEach(each -> check(c, each)));
        containers.keySet().forEach(name -> descend(name, new LinkedHashSet<>()));
    }

    private void checkLinks(ContainerDefinition container) {
        refuseUnless(
                container.links().isEmpty() || networkMode.equals("bridge"),
                "Container '%s': Links are not supported when networkMode=%s.",
                container.name(),
                networkMode);
        for (var link : container.links()) {
            var parts = link.split(":", -1);
            refuseUnless(
                    parts.length <= 2 && !parts[parts.length - 1].isEmpty(),
                    "Container '%s': the link '%s' must be name or name:alias.",
                    container.name(),
                    link);
            refuseUnless(
                    containers.containsKey(parts[0]),
                    "Container '%s': links name the unknown container '%s'.",
                    container.name(),
                    parts[0]);
        }
    }

    private void check(ContainerDefinition container, ContainerDependency dependency) {
        var name = container.name();
        var target = containers.get(dependency.containerName());
        refuseUnless(
                target != null,
                "Container '%s': dependsOn names the unknown container '%s'.",
                name,
                dependency.containerName());
        switch (dependency.condition()) {
            case START -> {}
            case COMPLETE, SUCCESS ->
                    refuseUnless(
                            !Requests.orElse(target.essential(), true),
                            "Container '%s': the condition %s cannot be set on '%s', which is"
                                    + " essential.",
                            name,
                            dependency.conditionAsString(),
                            target.name());
            case HEALTHY ->
                    refuseUnless(
                            HealthCheckRules.isOn(target.healthCheck()),
                            "Container '%s': the condition HEALTHY needs a healthCheck on '%s'.",
                            name,
                            target.name());
            case UNKNOWN_TO_SDK_VERSION ->
                    throw ApiException.client(
                            "Container '%s': a condition must be START, COMPLETE, SUCCESS or HEALTHY."
                                    .formatted(name));
        }
    }

    /** Refuses circular dependencies. */
    private void descend(String name, LinkedHashSet<String> path) {
        if (sound.contains(name)) {
            return;
        }
        if (!path.add(name)) {
            var cycle = new ArrayList<>(path);
            throw ApiException.client(
                    "Circular dependency between containers: %s, %s."
                            .formatted(
                                    String.join(
                                            ", ", cycle.subList(cycle.indexOf(name), cycle.size())),
                                    name));
        }
        waitsFor(containers.get(name)).forEach(next -> descend(next, path));
        path.remove(name);
        sound.add(name);
    }

    private static Set<String> waitsFor(ContainerDefinition container) {
        var names = new LinkedHashSet<String>();
        container.dependsOn().stream().map(ContainerDependency::containerName).forEach(names::add);
        container.links().stream().map(link -> link.split(":")[0]).forEach(names::add);
        container.volumesFrom().stream().map(VolumeFrom::sourceContainer).forEach(names::add);
        return names;
    }
}

package dev.berth.actors.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.domain.placement.Placing.Constraint;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.domain.taskdefinition.TaskDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The common properties of all tasks of a task definition without overrides, read from its
 * document.
 *
 * @param cpu reserved CPU units of a task
 * @param memory reserved MiB of a task
 * @param containers without their ids
 * @param checked the names of the containers that have a health check
 * @param constraints the placement constraints of the definition
 */
public record TaskTemplate(
        int cpu,
        int memory,
        List<ContainerSpec> containers,
        Set<String> checked,
        List<Constraint> constraints) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public TaskTemplate {
        containers = List.copyOf(containers);
        checked = Set.copyOf(checked);
        constraints = List.copyOf(constraints);
    }

    /**
     * @throws IllegalStateException if the document is not the JSON of a task definition
     */
    public static TaskTemplate of(TaskDefinition.Registered definition) {
        var document = read(definition);
        var containers = new ArrayList<ContainerSpec>();
        var checked = new HashSet<String>();
        for (var container : document.path("containerDefinitions")) {
            containers.add(
                    new ContainerSpec(
                            container.path("name").asText(),
                            null,
                            container.path("image").asText(null),
                            container.path("essential").asBoolean(true),
                            container.path("cpu").asInt(),
                            container.path("memory").asInt(),
                            container.path("memoryReservation").asInt()));
            if (isChecked(container.path("healthCheck"))) {
                checked.add(container.path("name").asText());
            }
        }
        var constraints = new ArrayList<Constraint>();
        for (var constraint : document.path("placementConstraints")) {
            constraints.add(
                    new Constraint(
                            constraint.path("type").asText(),
                            constraint.path("expression").asText(null)));
        }
        return new TaskTemplate(
                document.path("cpu").asInt(containers.stream().mapToInt(ContainerSpec::cpu).sum()),
                document.path("memory")
                        .asInt(containers.stream().mapToInt(TaskTemplate::charged).sum()),
                containers,
                checked,
                constraints);
    }

    private static JsonNode read(TaskDefinition.Registered definition) {
        try {
            return JSON.readTree(definition.document());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "The document of task definition %s:%d cannot be read"
                            .formatted(definition.family(), definition.revision()),
                    e);
        }
    }

    /** A health check with the command NONE disables the health check of the image. */
    private static boolean isChecked(JsonNode check) {
        return check.isObject() && !check.path("command").path(0).asText().equals("NONE");
    }

    /** The soft limit if there is one, as in ECS. */
    private static int charged(ContainerSpec container) {
        return container.memoryReservation() > 0
                ? container.memoryReservation()
                : container.memory();
    }
}

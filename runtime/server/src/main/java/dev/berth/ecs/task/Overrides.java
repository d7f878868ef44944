package dev.berth.ecs.task;

import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.ecs.Requests;
import dev.berth.ecs.taskdefinition.ContainerMemory;
import dev.berth.ecs.taskdefinition.Environment;
import dev.berth.ecs.taskdefinition.TaskLimits;
import dev.berth.protocol.json.AwsJson;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.wire.ApiException;
import dev.berth.wire.Members;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** The overrides of a call for the tasks that it starts. */
final class Overrides {
    private static final int MOST_CHARACTERS = 8_192;
    private static final ContainerOverride NOTHING = ContainerOverride.builder().build();

    private final TaskOverride given;
    private final TaskLimits limits;
    private final Map<String, ContainerOverride> byName;

    private Overrides(TaskOverride given, Map<String, ContainerOverride> byName) {
        this.given = given;
        this.limits = limits(given);
        this.byName = byName;
    }

    /** The supported overrides, in addition to the other members of a request. */
    static Members within(Members members) {
        return members.within("overrides", "cpu", "memory", "taskRoleArn", "executionRoleArn")
                .within(
                        "overrides.containerOverrides",
                        "name",
                        "command",
                        "environment",
                        "cpu",
                        "memory",
                        "memoryReservation");
    }

    /**
     * Reads the overrides of a call for the containers of its task definition.
     *
     * @throws ApiException InvalidParameterException that names the invalid override
     */
    static Overrides of(TaskOverride given, List<ContainerDefinition> containers) {
        if (given == null) {
            return new Overrides(TaskOverride.builder().build(), Map.of());
        }
        var names = containers.stream().map(ContainerDefinition::name).collect(Collectors.toSet());
        var seen = new HashSet<String>();
        var overriding =
                given.containerOverrides().stream()
                        .map(Overrides::complete)
                        .filter(override -> !override.equals(NOTHING))
                        .toList();
        for (var override : overriding) {
            if (override.name() == null || override.name().isBlank()) {
                throw ApiException.invalidParameter("Container name cannot be empty.");
            }
            if (!names.contains(override.name())) {
                throw ApiException.invalidParameter(
                        "Override for container named %s is not a container in the TaskDefinition."
                                .formatted(override.name()));
            }
            if (!seen.add(override.name())) {
                throw ApiException.invalidParameter(
                        "Container %s is overridden twice.".formatted(override.name()));
            }
            if (!Environment.isNamed(override.environment())) {
                throw ApiException.invalidParameter(
                        "Container %s: every variable of environment needs a name."
                                .formatted(override.name()));
            }
        }
        var kept = limits(given);
        var whole =
                given.toBuilder()
                        .cpu(TaskLimits.text(kept.cpu()))
                        .memory(TaskLimits.text(kept.memory()));
        whole.containerOverrides(overriding.isEmpty() ? null : overriding);
        var overrides =
                new Overrides(
                        whole.build(),
                        overriding.stream()
                                .collect(
                                        Collectors.toMap(
                                                ContainerOverride::name, Function.identity())));
        if (overrides.json() != null && overrides.json().length() > MOST_CHARACTERS) {
            throw ApiException.invalidParameter(
                    "overrides can have up to %d characters as JSON.".formatted(MOST_CHARACTERS));
        }
        return overrides;
    }

    /** An empty list overrides nothing, as if it were absent. */
    private static ContainerOverride complete(ContainerOverride override) {
        var environment = Environment.complete(override.environment());
        return ContainerOverride.builder()
                .name(override.name())
                .command(override.command().isEmpty() ? null : override.command())
                .environment(environment.isEmpty() ? null : environment)
                .cpu(override.cpu())
                .memory(override.memory())
                .memoryReservation(override.memoryReservation())
                .build();
    }

    /** The overrides in their stored form; null if nothing is overridden. */
    String json() {
        var json = new String(AwsJson.write(given), StandardCharsets.UTF_8);
        return json.equals("{}") ? null : json;
    }

    /**
     * An error that is a ClientException in a task definition is an InvalidParameterException in a
     * call.
     */
    private static TaskLimits limits(TaskOverride given) {
        try {
            return TaskLimits.of(given.cpu(), given.memory());
        } catch (ApiException refusal) {
            throw ApiException.invalidParameter("overrides: " + refusal.getMessage());
        }
    }

    /** The task-level limits after overrides. */
    TaskLimits limits(TaskDefinition definition) {
        return limits.or(TaskLimits.of(definition.cpu(), definition.memory()));
    }

    /** A container with its limits after overrides, without an id. */
    ContainerSpec container(ContainerDefinition definition) {
        var override = byName.getOrDefault(definition.name(), ContainerOverride.builder().build());
        var cpu = Requests.orElse(override.cpu(), definition.cpu());
        var memory = Requests.orElse(override.memory(), definition.memory());
        var reservation =
                Requests.orElse(override.memoryReservation(), definition.memoryReservation());
        if (cpu < 0) {
            throw ApiException.invalidParameter(
                    "Container '%s': cpu must not be negative.".formatted(definition.name()));
        }
        ContainerMemory.check(definition.name(), memory, reservation);
        return new ContainerSpec(
                definition.name(),
                null,
                definition.image(),
                definition.essential(),
                cpu,
                Requests.orElse(memory, 0),
                Requests.orElse(reservation, 0));
    }

    /** The overrides as ECS returns them: one entry for each container. */
    static TaskOverride shown(TaskSpec spec) {
        var kept = read(spec.overrides());
        var entries = new ArrayList<>(kept.containerOverrides());
        for (var container : spec.containers()) {
            if (entries.stream().noneMatch(entry -> entry.name().equals(container.name()))) {
                entries.add(ContainerOverride.builder().name(container.name()).build());
            }
        }
        return kept.toBuilder()
                .containerOverrides(entries)
                .inferenceAcceleratorOverrides(List.of())
                .build();
    }

    private static TaskOverride read(String json) {
        if (json == null) {
            return TaskOverride.builder().build();
        }
        try {
            var tree = AwsJson.parse(json.getBytes(StandardCharsets.UTF_8));
            return AwsJson.decode(tree, TaskOverride.builder()).build();
        } catch (MalformedDocumentException reason) {
            throw new IllegalStateException("the overrides of a task are unreadable", reason);
        }
    }
}

package dev.berth.pages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.domain.observation.Health;
import dev.berth.domain.observation.TaskObservation;
import dev.berth.domain.task.PostMortem.OfContainer;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.domain.taskdefinition.TaskShape;
import dev.berth.ecs.Arns;
import dev.berth.ecs.task.NetworkBindings;
import dev.berth.gateway.postmortem.PostMortems.Answer;
import java.time.Instant;
import java.util.Optional;

/**
 * The history of a task as JSON, with the terms of ECS where they exist. It contains no environment
 * variables.
 *
 * @param postMortem the post-mortem of its containers, or why there is none
 * @param observation the health that its agent has reported since the server started
 * @param shape empty if the task definition is gone
 */
record TaskPageDocument(
        Arns arns,
        Task.Launched task,
        Answer postMortem,
        TaskObservation observation,
        Optional<TaskShape> shape) {
    private static final String OUT_OF_MEMORY = "OutOfMemoryError";

    ObjectNode json() {
        var spec = task.spec();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("taskArn", arns.task(spec.cluster(), spec.taskId()));
        json.put("clusterArn", arns.cluster(spec.cluster()));
        json.put("taskDefinitionArn", arns.taskDefinition(spec.family(), spec.revision()));
        json.put("containerInstanceArn", arns.containerInstance(spec.cluster(), spec.instanceId()));
        put(json, "group", spec.group());
        put(json, "startedBy", spec.startedBy());
        json.put("lastStatus", task.lastStatus().name());
        json.put("desiredStatus", task.desiredStatus().name());
        json.put("healthStatus", health().name());
        task.stopIntent()
                .ifPresent(
                        stop -> {
                            json.put("stopCode", stop.code().wireName());
                            put(json, "stoppedReason", stop.reason());
                        });
        json.set("timeline", timeline());
        var containers = json.putArray("containers");
        spec.containers().forEach(container -> containers.add(container(container)));
        put(json, "missing", postMortem.missing());
        return json;
    }

    private Health health() {
        return Health.ofTask(
                task.spec().containers().stream()
                        .filter(ContainerSpec::essential)
                        .map(container -> health(container.name()))
                        .toList());
    }

    private Health health(String container) {
        return details(container)
                .map(OfContainer::health)
                .map(
                        word ->
                                switch (word) {
                                    case "healthy" -> Health.HEALTHY;
                                    case "unhealthy" -> Health.UNHEALTHY;
                                    default -> Health.UNKNOWN;
                                })
                .orElseGet(() -> observation.healthOf(container));
    }

    private Optional<OfContainer> details(String container) {
        return postMortem.found().containers().stream()
                .filter(found -> found.name().equals(container))
                .findFirst();
    }

    private ObjectNode timeline() {
        var progress = task.progress();
        var json = JsonNodeFactory.instance.objectNode();
        put(json, "createdAt", progress.createdAt());
        put(json, "pullStartedAt", progress.pullStartedAt());
        put(json, "pullStoppedAt", progress.pullStoppedAt());
        put(json, "startedAt", progress.startedAt());
        put(json, "stoppingAt", task.stopIntent().map(Task.StopIntent::at).orElse(null));
        put(json, "executionStoppedAt", progress.executionStoppedAt());
        put(json, "stoppedAt", task instanceof Task.Stopped stopped ? stopped.stoppedAt() : null);
        return json;
    }

    private ObjectNode container(ContainerSpec spec) {
        var known = task.progress().containers().get(spec.name());
        var json = JsonNodeFactory.instance.objectNode();
        json.put("name", spec.name());
        json.put("essential", spec.essential());
        json.put("image", spec.image());
        json.put(
                "lastStatus",
                task instanceof Task.Stopped
                        ? "STOPPED"
                        : known == null ? "PENDING" : known.status().name());
        json.put("healthStatus", health(spec.name()).name());
        if (known != null) {
            put(json, "imageDigest", known.imageDigest());
            put(json, "runtimeId", known.runtimeId());
            put(json, "reason", known.reason());
            if (known.exitCode() != null) {
                json.put("exitCode", known.exitCode());
                Signals.ofExitCode(known.exitCode()).ifPresent(name -> json.put("signal", name));
            }
        }
        ports(json.putArray("networkBindings"), spec.name());
        var details = details(spec.name());
        json.put(
                "outOfMemory",
                details.map(OfContainer::outOfMemory).orElse(false)
                        || known != null
                                && known.reason() != null
                                && known.reason().startsWith(OUT_OF_MEMORY));
        details.ifPresent(found -> putDetails(json, found));
        return json;
    }

    private void ports(ArrayNode json, String container) {
        var known = task.progress().containers().get(container);
        for (var binding : NetworkBindings.of(known, shape.orElse(null), container)) {
            json.addObject()
                    .put("bindIP", binding.bindIP())
                    .put("containerPort", binding.containerPort())
                    .put("hostPort", binding.hostPort())
                    .put("protocol", binding.protocolAsString());
        }
    }

    private static void putDetails(ObjectNode json, OfContainer found) {
        var checks = json.putArray("healthChecks");
        for (var check : found.healthChecks()) {
            checks.addObject()
                    .put("startedAt", check.start().toString())
                    .put("endedAt", check.end().toString())
                    .put("exitCode", check.exitCode())
                    .put("output", check.output());
        }
        var lines = json.putArray("logLines");
        for (var line : found.lines()) {
            lines.addObject().put("stream", line.stream()).put("text", line.text());
        }
        put(json, "logLinesMissing", found.linesMissing());
    }

    private static void put(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static void put(ObjectNode json, String name, Instant value) {
        put(json, name, value == null ? null : value.toString());
    }
}

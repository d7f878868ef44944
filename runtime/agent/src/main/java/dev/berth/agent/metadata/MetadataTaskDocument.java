package dev.berth.agent.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.docker.ContainerDocument;
import dev.berth.agent.docker.PublishedPort;
import dev.berth.agent.json.Json;
import dev.berth.agent.task.state.ContainerPhase;
import dev.berth.agent.task.state.ContainerState;
import dev.berth.agent.task.state.TaskState;
import dev.berth.protocol.agent.payload.PayloadContainer;
import java.time.Instant;
import java.util.Optional;

/**
 * A task and its containers in the format of the task metadata endpoint. Members without a value
 * are omitted, as AWS documents. The environment of a container is never included.
 */
final class MetadataTaskDocument {
    private final TaskState task;
    private final String cluster;
    private final String availabilityZone;

    MetadataTaskDocument(TaskState task, String cluster, String availabilityZone) {
        this.task = task;
        this.cluster = cluster;
        this.availabilityZone = availabilityZone;
    }

    /** Inspects containers. */
    interface Inspections {
        /**
         * A missing node if Docker does not answer.
         *
         * @param dockerName its id or its name
         */
        JsonNode of(String dockerName) throws InterruptedException;
    }

    ObjectNode task(Inspections inspections) throws InterruptedException {
        var payload = task.task();
        var document = Json.MAPPER.createObjectNode();
        document.put(
                "Cluster", payload.taskClusterArn() == null ? cluster : payload.taskClusterArn());
        document.put("TaskARN", task.arn());
        document.put("Family", payload.family());
        document.put("Revision", payload.version());
        if (payload.serviceName() != null) {
            document.put("ServiceName", payload.serviceName());
        }
        document.put("DesiredStatus", desired());
        document.put("KnownStatus", known());
        if (payload.cpu() != null || payload.memory() != null) {
            var limits = document.putObject("Limits");
            if (payload.cpu() != null) {
                limits.put("CPU", payload.cpu());
            }
            if (payload.memory() != null) {
                limits.put("Memory", payload.memory());
            }
        }
        put(document, "PullStartedAt", task.pullStartedAt());
        put(document, "PullStoppedAt", task.pullStoppedAt());
        put(document, "ExecutionStoppedAt", task.executionStoppedAt());
        document.put("AvailabilityZone", availabilityZone);
        document.put("LaunchType", payload.launchType() == null ? "EC2" : payload.launchType());
        var containers = document.putArray("Containers");
        for (var container : task.containers()) {
            containers.add(container(container, inspections));
        }
        return document;
    }

    /** One of its containers. */
    ObjectNode container(ContainerState container, Inspections inspections)
            throws InterruptedException {
        var inspected =
                container.phase() == ContainerPhase.AWAITING_IMAGE
                        ? MissingNode.getInstance()
                        : inspections.of(dockerName(container));
        var payload = payload(container);
        var document = Json.MAPPER.createObjectNode();
        var id = inspected.path("Id").asText(container.dockerId());
        if (id != null) {
            document.put("DockerId", id);
        }
        document.put("Name", container.name());
        document.put(
                "DockerName",
                ContainerDocument.containerName(task.task(), task.id(), container.name()));
        payload.ifPresent(p -> document.put("Image", p.image()));
        document.put("ImageID", inspected.path("Image").asText(""));
        if (!container.ports().isEmpty()) {
            document.set("Ports", ports(container));
        }
        if (inspected.path("Config").path("Labels") instanceof ObjectNode labels) {
            document.set("Labels", labels);
        }
        document.put("DesiredStatus", desired());
        document.put("KnownStatus", known(container, inspected));
        if (container.exitCode() != null) {
            document.put("ExitCode", container.exitCode());
        }
        payload.ifPresent(
                p -> document.putObject("Limits").put("CPU", p.cpu()).put("Memory", p.memory()));
        if (inspected.has("Created")) {
            document.put("CreatedAt", inspected.path("Created").asText());
        }
        put(document, "StartedAt", container.startedAt());
        put(document, "FinishedAt", container.finishedAt());
        document.put("Type", "NORMAL");
        health(document, payload, container, inspected);
        log(document, inspected.path("HostConfig").path("LogConfig"));
        payload.filter(p -> p.restartPolicy() != null)
                .ifPresent(_ -> document.put("RestartCount", container.vitals().restarts()));
        networks(document, inspected);
        return document;
    }

    private String dockerName(ContainerState container) {
        return container.dockerId() != null
                ? container.dockerId()
                : ContainerDocument.containerName(task.task(), task.id(), container.name());
    }

    private Optional<PayloadContainer> payload(ContainerState container) {
        return task.task().containers().stream()
                .filter(c -> c.name().equals(container.name()))
                .findFirst();
    }

    private String desired() {
        return task.isToStop() ? "STOPPED" : "RUNNING";
    }

    String known() {
        return task.isStopped() ? "STOPPED" : task.ranAt() != null ? "RUNNING" : "NONE";
    }

    /** A program can ask before the agent has seen that its container is running. */
    private static String known(ContainerState container, JsonNode inspected) {
        return switch (container.phase()) {
            case AWAITING_IMAGE -> "NONE";
            case READY ->
                    inspected.path("State").path("Running").asBoolean() ? "RUNNING" : "PULLED";
            case RUNNING -> "RUNNING";
            case STOPPED -> "STOPPED";
        };
    }

    private static ArrayNode ports(ContainerState container) {
        var ports = Json.MAPPER.createArrayNode();
        for (PublishedPort port : container.ports()) {
            ports.addObject()
                    .put("ContainerPort", port.containerPort())
                    .put("Protocol", port.protocol())
                    .put("HostPort", port.hostPort())
                    .put("HostIp", "0.0.0.0");
        }
        return ports;
    }

    private static void health(
            ObjectNode document,
            Optional<PayloadContainer> payload,
            ContainerState container,
            JsonNode inspected) {
        if (payload.filter(p -> "docker".equals(p.healthCheckType())).isEmpty()) {
            return;
        }
        var health = document.putObject("Health").put("status", container.vitals().health().name());
        put(health, "statusSince", container.vitals().healthSince());
        var checks = inspected.path("State").path("Health").path("Log");
        if (!checks.isEmpty()) {
            var last = checks.get(checks.size() - 1);
            health.put("output", last.path("Output").asText());
            if (last.path("ExitCode").asInt() != 0) {
                health.put("exitCode", last.path("ExitCode").asInt());
            }
        }
    }

    private static void log(ObjectNode document, JsonNode config) {
        if (config.has("Type")) {
            document.put("LogDriver", config.path("Type").asText());
        }
        if (config.path("Config") instanceof ObjectNode options && !options.isEmpty()) {
            document.set("LogOptions", options);
        }
    }

    private static void networks(ObjectNode document, JsonNode inspected) {
        var networks = Json.MAPPER.createArrayNode();
        for (var network : inspected.path("NetworkSettings").path("Networks").properties()) {
            var addresses =
                    networks.addObject()
                            .put("NetworkMode", network.getKey())
                            .putArray("IPv4Addresses");
            var address = network.getValue().path("IPAddress").asText();
            if (!address.isEmpty()) {
                addresses.add(address);
            }
        }
        if (!networks.isEmpty()) {
            document.set("Networks", networks);
        }
    }

    private static void put(ObjectNode document, String name, Instant instant) {
        if (instant != null) {
            document.put(name, instant.toString());
        }
    }
}

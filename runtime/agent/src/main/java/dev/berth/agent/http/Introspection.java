package dev.berth.agent.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.docker.ContainerDocument;
import dev.berth.agent.http.LocalHttp.Answer;
import dev.berth.agent.json.Json;
import dev.berth.agent.task.run.TaskEngine;
import dev.berth.agent.task.state.ContainerState;
import dev.berth.agent.task.state.TaskState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The introspection endpoint of Amazon's agent on port 51678: information about the agent and its
 * tasks, for programs on this machine only.
 */
public final class Introspection implements LocalHttp.Handler {
    private static final Logger log = LoggerFactory.getLogger(Introspection.class);

    private final TaskEngine tasks;
    private final String cluster;
    private final String instance;
    private final String version;

    private Introspection(TaskEngine tasks, String cluster, String instance, String version) {
        this.tasks = tasks;
        this.cluster = cluster;
        this.instance = instance;
        this.version = version;
    }

    /**
     * Listens on loopback. Several agents can share a machine: if the port is in use, the agent
     * continues without the endpoint.
     *
     * @param port 0 for none
     * @return the resource to close
     */
    public static AutoCloseable open(
            int port, TaskEngine tasks, String cluster, String instance, String version) {
        if (port == 0) {
            return () -> {};
        }
        try {
            return LocalHttp.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    new Introspection(tasks, cluster, instance, version));
        } catch (IOException e) {
            log.info("Port {} is in use; the introspection endpoint is disabled", port);
            return () -> {};
        }
    }

    @Override
    public Answer answer(String path, String query) {
        return switch (path) {
            case "/v1/metadata" ->
                    Answer.json(
                            Json.MAPPER
                                    .createObjectNode()
                                    .put("Cluster", cluster)
                                    .put("ContainerInstanceArn", instance)
                                    .put("Version", "Berth Agent - " + version));
            case "/v1/tasks" -> tasks(parameters(query));
            case "/", "" ->
                    Answer.json(
                            Json.MAPPER
                                    .createObjectNode()
                                    .set(
                                            "AvailableCommands",
                                            Json.MAPPER
                                                    .createArrayNode()
                                                    .add("/v1/metadata")
                                                    .add("/v1/tasks")));
            default -> Answer.refusal(404, "not found; the paths are /v1/metadata and /v1/tasks");
        };
    }

    private Answer tasks(Map<String, String> asked) {
        if (asked.containsKey("taskarn")) {
            return tasks.task(asked.get("taskarn"))
                    .map(task -> Answer.json(shown(task)))
                    .orElseGet(() -> Answer.refusal(400, "no task has this ARN"));
        }
        if (asked.containsKey("dockerid")) {
            return tasks.tasks().stream()
                    .filter(task -> has(task, asked.get("dockerid")))
                    .findFirst()
                    .map(task -> Answer.json(shown(task)))
                    .orElseGet(() -> Answer.refusal(400, "no task has a container with this id"));
        }
        var all = Json.MAPPER.createArrayNode();
        tasks.tasks().forEach(task -> all.add(shown(task)));
        return Answer.json(Json.MAPPER.createObjectNode().set("Tasks", all));
    }

    /** A prefix of an id is sufficient, as in Docker. */
    private static boolean has(TaskState task, String dockerId) {
        return dockerId.length() >= 12
                && task.containers().stream()
                        .map(ContainerState::dockerId)
                        .anyMatch(id -> id != null && id.startsWith(dockerId));
    }

    private static ObjectNode shown(TaskState task) {
        var document =
                Json.MAPPER
                        .createObjectNode()
                        .put("Arn", task.arn())
                        .put("DesiredStatus", task.isToStop() ? "STOPPED" : "RUNNING")
                        .put(
                                "KnownStatus",
                                task.isStopped()
                                        ? "STOPPED"
                                        : task.ranAt() != null ? "RUNNING" : "NONE")
                        .put("Family", task.task().family())
                        .put("Version", task.task().version());
        document.set("Containers", containers(task));
        return document;
    }

    private static ArrayNode containers(TaskState task) {
        var containers = Json.MAPPER.createArrayNode();
        for (var container : task.containers()) {
            var shown =
                    containers
                            .addObject()
                            .put("DockerId", container.dockerId())
                            .put(
                                    "DockerName",
                                    ContainerDocument.containerName(
                                            task.task(), task.id(), container.name()))
                            .put("Name", container.name());
            for (var port : container.ports()) {
                shown.withArray("Ports")
                        .addObject()
                        .put("ContainerPort", port.containerPort())
                        .put("Protocol", port.protocol())
                        .put("HostPort", port.hostPort());
            }
        }
        return containers;
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        if (query != null) {
            for (var pair : query.split("&")) {
                var parts = pair.split("=", 2);
                if (parts.length == 2) {
                    parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
                }
            }
        }
        return parameters;
    }
}

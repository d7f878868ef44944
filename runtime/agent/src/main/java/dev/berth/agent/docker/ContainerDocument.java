package dev.berth.agent.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.json.Json;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadDockerConfig;
import dev.berth.protocol.agent.payload.PayloadMountPoint;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.util.List;
import java.util.Set;

/**
 * The body of the Engine API's "create a container" for a container of a task.
 *
 * <p>It is built from the members of the agent protocol. The fragments in {@code dockerConfig} are
 * merged into it and take precedence, as in Amazon's agent. The agent's labels are added last, so
 * that a task cannot remove or change them.
 */
public final class ContainerDocument {
    /** Docker's minimum values; the API of ECS allows less. */
    private static final int LEAST_CPU_SHARES = 2;

    private static final int LEAST_MEMORY_MIB = 6;

    private static final String HOST_CONFIG = "HostConfig";
    private static final Set<String> WITHOUT_PORTS = Set.of("host", "none");

    private final String instance;
    private final String cluster;
    private final PayloadTask task;
    private final PayloadContainer container;

    /**
     * @param instance the ARN of the container instance
     * @param cluster the configured cluster
     */
    public ContainerDocument(
            String instance, String cluster, PayloadTask task, PayloadContainer container) {
        this.instance = instance;
        this.cluster = cluster;
        this.task = task;
        this.container = container;
    }

    /** The unique name of the container. Docker refuses a second container with the same name. */
    public static String containerName(PayloadTask task, String taskId, String container) {
        return "ecs-%s-%s-%s-%s".formatted(task.family(), task.version(), container, taskId);
    }

    /**
     * The network of a container: from its fragment, or else from its task, or else Docker's
     * bridge.
     */
    public static String networkMode(PayloadTask task, PayloadContainer container) {
        var own = "";
        try {
            own = fragment(container, HOST_CONFIG).path("NetworkMode").asText("");
        } catch (InvalidContainerException e) {
            // Reported when the container is created.
        }
        if (!own.isEmpty() && !own.equals("default")) {
            return own;
        }
        return task.networkMode() == null || task.networkMode().isEmpty()
                ? "bridge"
                : task.networkMode();
    }

    /**
     * Whether the ports of a container are published. In network modes host and none they are not.
     */
    public static boolean publishesPorts(PayloadTask task, PayloadContainer container) {
        return !WITHOUT_PORTS.contains(networkMode(task, container));
    }

    /**
     * Compiles the document.
     *
     * @param ports the published ports, with their host ports
     */
    public ObjectNode compile(String taskId, List<PublishedPort> ports)
            throws InvalidContainerException {
        var document = Json.MAPPER.createObjectNode();
        document.put("Image", container.image());
        var command = command();
        if (!command.isEmpty()) {
            document.set("Cmd", strings(command));
        }
        if (!container.entryPoint().isEmpty()) {
            document.set("Entrypoint", strings(container.entryPoint()));
        }
        document.set("Env", environment());

        var host = Json.MAPPER.createObjectNode();
        host.put("CpuShares", Math.max(LEAST_CPU_SHARES, container.cpu()));
        if (container.memory() > 0) {
            host.put("Memory", Math.max(LEAST_MEMORY_MIB, container.memory()) * 1024L * 1024L);
        }
        host.put("NetworkMode", networkMode(task, container));
        var binds = binds(taskId);
        if (!binds.isEmpty()) {
            host.set("Binds", binds);
        }
        neighbours(taskId, host);
        publish(ports, document, host);

        var config = fragment(container, "Config");
        config.remove(List.of(HOST_CONFIG, "NetworkingConfig"));
        overlay(document, config);
        overlay(host, fragment(container, HOST_CONFIG));
        document.set(HOST_CONFIG, host);
        var labels = objectAt(document, "Labels");
        OwnLabels.of(instance, cluster, task.arn(), task.family(), task.version(), container.name())
                .forEach(labels::put);
        return document;
    }

    /**
     * The override of RunTask is used if the server has not merged it already; an empty one counts
     * as absent.
     */
    private List<String> command() throws InvalidContainerException {
        var text = container.overrides();
        if (text == null || text.isBlank()) {
            return container.command();
        }
        var command = parse(text, "ContainerOverridesError").path("command");
        if (!command.isArray() || command.isEmpty()) {
            return container.command();
        }
        return command.valueStream().map(JsonNode::asText).toList();
    }

    /** Adds links and volumes of other containers of the task, by their names in Docker. */
    private void neighbours(String taskId, ObjectNode host) {
        for (var link : container.links()) {
            var parts = link.split(":", 2);
            host.withArray("Links")
                    .add(containerName(task, taskId, parts[0]) + ":" + parts[parts.length - 1]);
        }
        for (var from : container.volumesFrom()) {
            host.withArray("VolumesFrom")
                    .add(
                            containerName(task, taskId, from.sourceContainer())
                                    + (from.readOnly() ? ":ro" : ""));
        }
    }

    private ArrayNode environment() {
        var environment = Json.MAPPER.createArrayNode();
        container.environment().forEach((name, value) -> environment.add(name + "=" + value));
        return environment;
    }

    private ArrayNode binds(String taskId) throws InvalidContainerException {
        var binds = Json.MAPPER.createArrayNode();
        for (var mount : container.mountPoints()) {
            binds.add(
                    source(mount, taskId)
                            + ":"
                            + mount.containerPath()
                            + (mount.readOnly() ? ":ro" : ""));
        }
        return binds;
    }

    private String source(PayloadMountPoint mount, String taskId) throws InvalidContainerException {
        for (var volume : task.volumes()) {
            if (volume.name().equals(mount.sourceVolume())) {
                return TaskVolumes.source(task, taskId, volume);
            }
        }
        throw new InvalidContainerException(
                "InvalidVolumeError: container %s mounts the volume %s, which its task does not define"
                        .formatted(container.name(), mount.sourceVolume()));
    }

    private static void publish(List<PublishedPort> ports, ObjectNode document, ObjectNode host) {
        if (ports.isEmpty()) {
            return;
        }
        var exposed = document.putObject("ExposedPorts");
        var bindings = host.putObject("PortBindings");
        for (var port : ports) {
            exposed.putObject(port.key());
            bindings.withArray(port.key())
                    .addObject()
                    .put("HostPort", Integer.toString(port.hostPort()));
        }
    }

    private static ObjectNode fragment(PayloadContainer container, String kind)
            throws InvalidContainerException {
        var docker = container.dockerConfig();
        if (docker == null) {
            docker = new PayloadDockerConfig(null, null, null);
        }
        return kind.equals(HOST_CONFIG)
                ? parse(docker.hostConfig(), "HostConfigError")
                : parse(docker.config(), "DockerClientConfigError");
    }

    private static ObjectNode parse(String text, String error) throws InvalidContainerException {
        if (text == null || text.isBlank()) {
            return Json.MAPPER.createObjectNode();
        }
        try {
            if (Json.MAPPER.readTree(text) instanceof ObjectNode fragment) {
                return fragment;
            }
        } catch (JsonProcessingException e) {
            // The message of the parser may contain secrets.
        }
        throw new InvalidContainerException(
                error + ": a JSON object was expected in the task's payload");
    }

    /**
     * Merges a fragment into a structure as Go's decoder does: names of members are
     * case-insensitive, maps are merged, all other values are replaced.
     */
    private static void overlay(ObjectNode structure, ObjectNode fragment) {
        for (var member : fragment.properties()) {
            var value = member.getValue();
            if (value.isNull()) {
                continue;
            }
            var name = nameIn(structure, member.getKey());
            if (structure.get(name) instanceof ObjectNode map && value instanceof ObjectNode more) {
                map.setAll(more);
            } else {
                structure.set(name, value);
            }
        }
    }

    private static ObjectNode objectAt(ObjectNode structure, String member) {
        var name = nameIn(structure, member);
        return structure.get(name) instanceof ObjectNode present
                ? present
                : structure.putObject(name);
    }

    private static String nameIn(ObjectNode structure, String name) {
        for (var known : structure.properties()) {
            if (known.getKey().equalsIgnoreCase(name)) {
                return known.getKey();
            }
        }
        return name;
    }

    private static ArrayNode strings(List<String> values) {
        var array = Json.MAPPER.createArrayNode();
        values.forEach(array::add);
        return array;
    }
}

package dev.berth.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.AggregateTable.Term;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.HostPort.Transport;
import dev.berth.domain.task.ContainerProgress;
import dev.berth.domain.task.Task;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskDefinition;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The targets for Prometheus' HTTP service discovery: this server, and each running container whose
 * Docker labels name its metrics port. Two sets of labels are supported: {@code
 * PROMETHEUS_EXPORTER_PORT}, {@code …_PATH}, {@code …_JOB_NAME}, and those of the CloudWatch agent,
 * {@code ECS_PROMETHEUS_EXPORTER_PORT}, {@code ECS_PROMETHEUS_METRICS_PATH}, {@code
 * ECS_PROMETHEUS_JOB_NAME}. A container without a reachable port is left out.
 */
public final class ScrapeTargets {
    private static final String MARK = "PROMETHEUS_EXPORTER_PORT";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AccountSnapshot account;
    private final Map<String, JsonNode> documents = new HashMap<>();
    private final ArrayNode targets = JsonNodeFactory.instance.arrayNode();

    private ScrapeTargets(AccountSnapshot account) {
        this.account = account;
    }

    /**
     * Returns the document.
     *
     * @param self the address of this server
     */
    public static String of(URI self, AccountSnapshot account, Iterable<ClusterSnapshot> clusters) {
        var found = new ScrapeTargets(account);
        var labels = found.target(self.getAuthority());
        labels.put("job", "berth-server");
        labels.put("__scheme__", self.getScheme());
        clusters.forEach(found::add);
        return found.targets.toString();
    }

    private ObjectNode target(String address) {
        var target = targets.addObject();
        target.putArray("targets").add(address);
        return target.putObject("labels");
    }

    private void add(ClusterSnapshot cluster) {
        var running =
                List.of(
                        new Term<>(TaskAggregate.DESIRED_STATUS, Task.DesiredStatus.RUNNING.name()),
                        new Term<>(TaskAggregate.LAST_STATUS, Task.LastStatus.RUNNING.name()));
        cluster.tasks()
                .select(running, null)
                .flatMap(id -> cluster.task(id).stream())
                .forEach(task -> add(cluster, task));
    }

    private void add(ClusterSnapshot cluster, Task.Launched task) {
        var spec = task.spec();
        var definition = account.definition(spec.family(), spec.revision());
        var address =
                cluster.registered(spec.instanceId())
                        .map(instance -> instance.attributes().get("berth.address"));
        if (definition.isEmpty() || address.isEmpty()) {
            return;
        }
        for (var container : containers(definition.get())) {
            var marks = container.path("dockerLabels");
            var port = port(marks);
            if (port.isEmpty()) {
                continue;
            }
            var name = container.path("name").asText();
            var hostPort = hostPort(definition.get(), task, name, port.getAsInt());
            if (hostPort.isEmpty()) {
                continue;
            }
            var labels = target(authority(address.get(), hostPort.getAsInt()));
            labels.put(
                    "job",
                    first(marks, "PROMETHEUS_EXPORTER_JOB_NAME", "ECS_PROMETHEUS_JOB_NAME")
                            .orElse(spec.family()));
            first(marks, "PROMETHEUS_EXPORTER_PATH", "ECS_PROMETHEUS_METRICS_PATH")
                    .ifPresent(path -> labels.put("__metrics_path__", path));
            labels.put("berth_cluster", spec.cluster())
                    .put("berth_family", spec.family())
                    .put("berth_revision", Integer.toString(spec.revision()))
                    .put("berth_task_id", spec.taskId())
                    .put("berth_instance_id", spec.instanceId())
                    .put("berth_container", name);
        }
    }

    /** The containers of the task definition, if one of them may have the labels. */
    private JsonNode containers(TaskDefinition.Registered definition) {
        return documents.computeIfAbsent(
                definition.family() + ":" + definition.revision(), _ -> read(definition));
    }

    private static JsonNode read(TaskDefinition.Registered definition) {
        try {
            return definition.document().contains(MARK)
                    ? JSON.readTree(definition.document()).path("containerDefinitions")
                    : JsonNodeFactory.instance.arrayNode();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the document in the journal is not valid JSON", e);
        }
    }

    private static OptionalInt port(JsonNode marks) {
        var text = first(marks, MARK, "ECS_" + MARK).orElse("");
        return text.matches("[0-9]{1,5}")
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    private static Optional<String> first(JsonNode marks, String one, String other) {
        var text = marks.path(one).asText("");
        return Optional.of(text.isEmpty() ? marks.path(other).asText("") : text)
                .filter(found -> !found.isEmpty());
    }

    /** The host port of that port; in host mode it is the same. */
    private static OptionalInt hostPort(
            TaskDefinition.Registered definition, Task.Launched task, String name, int port) {
        var container = task.progress().containers().get(name);
        if (container == null || container.status() != ContainerProgress.Status.RUNNING) {
            return OptionalInt.empty();
        }
        if (definition.shape().networkMode() == NetworkMode.HOST) {
            return OptionalInt.of(port);
        }
        return container.bindings().stream()
                .filter(binding -> binding.containerPort() == port)
                .filter(binding -> binding.hostPort().transport() == Transport.TCP)
                .mapToInt(binding -> binding.hostPort().number())
                .findFirst();
    }

    private static String authority(String address, int port) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}

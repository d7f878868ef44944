package dev.berth.agent.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.berth.agent.docker.DockerReader;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.http.LocalHttp.Answer;
import dev.berth.agent.http.LocalHttp.Handler;
import dev.berth.agent.json.Json;
import dev.berth.agent.task.run.TaskEngine;
import dev.berth.agent.task.state.ContainerState;
import dev.berth.agent.task.state.TaskState;
import dev.berth.agent.telemetry.AgentTelemetry;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers requests of containers about themselves, their task and their usage. */
public final class MetadataHandler implements Handler {
    private static final Pattern PATH =
            Pattern.compile("/(?:v3|v4)/([0-9a-f]{32})(/task|/taskWithTags|/stats|/task/stats)?/?");

    private static final Answer NOTHING_HERE = Answer.refusal(404, "not found");
    private static final Answer UNKNOWN_KEY =
            Answer.refusal(404, "no container of this agent has this key");
    private static final Pattern PROTECTION =
            Pattern.compile("/api/([0-9a-f]{32})/task-protection/v1/state/?");

    private final TaskEngine tasks;
    private final DockerReader docker;
    private final AgentTelemetry telemetry;
    private final ContainerKeys keys;
    private final TaskTags tags;
    private final TaskProtection protection;
    private final String cluster;
    private final String availabilityZone;

    /**
     * @param cluster the cluster of tasks that do not contain one
     */
    public MetadataHandler(
            MetadataEndpoint endpoint,
            TaskEngine tasks,
            DockerReader docker,
            AgentTelemetry telemetry,
            TaskTags tags,
            TaskProtection protection,
            String cluster,
            String availabilityZone) {
        this.keys = endpoint.keys();
        this.tasks = tasks;
        this.docker = docker;
        this.telemetry = telemetry;
        this.tags = tags;
        this.protection = protection;
        this.cluster = cluster;
        this.availabilityZone = availabilityZone;
    }

    @Override
    public Answer answer(String path, String query) throws InterruptedException {
        var asked = PATH.matcher(path);
        if (!asked.matches()) {
            var protects = PROTECTION.matcher(path);
            if (!protects.matches()) {
                return NOTHING_HERE;
            }
            var asking = find(protects);
            return asking.isEmpty() ? UNKNOWN_KEY : protection.get(asking.get().task().arn());
        }
        var found = find(asked);
        if (found.isEmpty()) {
            return UNKNOWN_KEY;
        }
        var task = found.get().task();
        var document = new MetadataTaskDocument(task, cluster, availabilityZone);
        return switch (asked.group(2)) {
            case "/task" -> Answer.json(document.task(this::inspect));
            case "/taskWithTags" ->
                    Answer.json(tags.addTo(document.task(this::inspect), task.arn()));
            case "/stats" -> stats(task, found.get().container());
            case "/task/stats" -> stats(task);
            case null, default -> Answer.json(container(document, task, found.get().container()));
        };
    }

    @Override
    public Answer put(String path, String body) throws InterruptedException {
        var protects = PROTECTION.matcher(path);
        if (!protects.matches()) {
            return NOTHING_HERE;
        }
        var asking = find(protects);
        return asking.isEmpty() ? UNKNOWN_KEY : protection.put(asking.get().task().arn(), body);
    }

    private Optional<ContainerKeys.Found> find(Matcher path) {
        return keys.find(path.group(1), tasks.tasks());
    }

    private JsonNode container(MetadataTaskDocument document, TaskState task, String name)
            throws InterruptedException {
        for (var container : task.containers()) {
            if (container.name().equals(name)) {
                return document.container(container, this::inspect);
            }
        }
        return MissingNode.getInstance(); // its key was found by its name
    }

    private Answer stats(TaskState task, String name) throws InterruptedException {
        if (!telemetry.hasMetrics()) {
            return Answer.refusal(500, "metrics are disabled on this agent");
        }
        var found = statsOf(task, c -> c.name().equals(name)).values().stream().findFirst();
        return found.map(Answer::json)
                .orElseGet(() -> Answer.refusal(500, "no statistics yet; retry in a second"));
    }

    /** By Docker's id; null for a container that is not running. */
    private Answer stats(TaskState task) throws InterruptedException {
        var found = telemetry.hasMetrics() ? statsOf(task, _ -> true) : Map.<String, JsonNode>of();
        var all = Json.MAPPER.createObjectNode();
        for (var container : task.containers()) {
            if (container.dockerId() != null) {
                all.set(container.dockerId(), found.get(container.dockerId()));
            }
        }
        return Answer.json(all);
    }

    /** Docker takes one to two seconds for each container, so the requests run at the same time. */
    private Map<String, JsonNode> statsOf(TaskState task, Predicate<ContainerState> which)
            throws InterruptedException {
        var found = new ConcurrentHashMap<String, JsonNode>();
        var asking = new ArrayList<Thread>();
        for (var container : task.containers()) {
            // A program can ask before the agent has seen that its container is running.
            if (which.test(container) && !container.isStopped()) {
                asking.add(
                        Thread.ofVirtual()
                                .name("stats of " + container.name())
                                .start(() -> statsOf(task, container, found)));
            }
        }
        for (var thread : asking) {
            thread.join();
        }
        return found;
    }

    private void statsOf(TaskState task, ContainerState container, Map<String, JsonNode> found) {
        try {
            var name = task.dockerName(container.name());
            telemetry.stats(name).ifPresent(stats -> found.put(name, stats));
        } catch (InterruptedException e) {
            // The agent closes.
        }
    }

    private JsonNode inspect(String dockerId) throws InterruptedException {
        try {
            return docker.container(dockerId);
        } catch (DockerRefusal | DockerUncertain e) {
            return MissingNode.getInstance();
        }
    }
}

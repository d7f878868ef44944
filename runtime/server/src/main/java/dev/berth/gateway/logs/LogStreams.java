package dev.berth.gateway.logs;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskSpec;
import dev.berth.ecs.Arns;
import dev.berth.http.PageRoutes;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.BerthLogs;
import dev.berth.protocol.agent.BerthLogsCredit;
import dev.berth.protocol.agent.BerthLogsStop;
import dev.berth.protocol.agent.BerthReadLogs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * {@code GET clusters/CLUSTER/tasks/TASK/logs}: the output of a container as JSON lines, read by
 * the agent of its instance.
 *
 * <p>Flow control uses credit: the agent sends only as much as it has credit for, and receives more
 * credit when the client has read what was sent. So a slow client slows only its own stream.
 */
public final class LogStreams implements PageRoutes {
    /** The attribute of agents that can send logs. */
    private static final String CAPABILITY = "dev.berth.capability.logs";

    private static final int WINDOW = 8;
    private static final int MOST_AT_ONCE = 256;
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(30);

    /**
     * How long a request waits for an agent that is not connected. Agents connect again within
     * seconds after a start of the server.
     */
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(10);

    /** Shorter than the idle timeout of connections, which is two minutes. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(20);

    private static final ContentType NDJSON = ContentTypes.parse("application/x-ndjson");

    /** Sends to the agent of an instance; false if the agent is not connected. */
    @FunctionalInterface
    public interface Agents {
        boolean tell(EntityAddress<?> instance, AgentMessage message);
    }

    private record Reading(
            EntityAddress<?> instance, String container, BoundedSourceQueue<BerthLogs> parts) {}

    private final ControlPlane plane;
    private final Arns arns;
    private final Agents agents;
    private final Map<String, Reading> readings = new ConcurrentHashMap<>();

    /** Completed when the agent of the instance connects. */
    private final Map<EntityAddress<?>, CompletableFuture<Void>> connections =
            new ConcurrentHashMap<>();

    public LogStreams(ControlPlane plane, Arns arns, Agents agents) {
        this.plane = plane;
        this.arns = arns;
        this.agents = agents;
    }

    @Override
    public Optional<HttpResponse> answer(List<String> path, Map<String, String> query) {
        if (path.size() != 5
                || !path.get(0).equals("clusters")
                || !path.get(2).equals("tasks")
                || !path.get(4).equals("logs")) {
            return Optional.empty();
        }
        return Optional.of(read(path.get(1), path.get(3), query));
    }

    private HttpResponse read(String cluster, String taskId, Map<String, String> query) {
        var task =
                plane.account()
                        .cluster(cluster)
                        .flatMap(_ -> plane.cluster(cluster).task(taskId))
                        .map(Task.Launched::spec);
        if (task.isEmpty()) {
            return PageRoutes.sentence(404, "There is no task " + taskId + " in " + cluster + ".");
        }
        var container = container(task.get(), query.get("container"));
        if (container.isEmpty()) {
            return PageRoutes.sentence(
                    400,
                    "Name one of the task's containers: "
                            + String.join(
                                    ", ",
                                    task.get().containers().stream().map(c -> c.name()).toList()));
        }
        if (readings.size() >= MOST_AT_ONCE) {
            return PageRoutes.sentence(503, "The server is reading too many logs. Try again.");
        }
        try {
            return read(task.get(), container.get(), query);
        } catch (NumberFormatException e) {
            return PageRoutes.sentence(
                    400, "since must be epoch milliseconds, and tail a number of lines.");
        }
    }

    private static Optional<String> container(TaskSpec task, String named) {
        return named == null && task.containers().size() == 1
                ? Optional.of(task.containers().getFirst().name())
                : task.container(named).map(TaskSpec.ContainerSpec::name);
    }

    private HttpResponse read(TaskSpec task, String container, Map<String, String> query) {
        var instance = AggregateKind.CONTAINER_INSTANCE.at(task.cluster(), task.instanceId());
        var can =
                plane.cluster(task.cluster())
                        .registered(task.instanceId())
                        .map(registered -> registered.attributes().containsKey(CAPABILITY));
        if (can.isEmpty() || !can.get()) {
            return PageRoutes.sentence(
                    409,
                    can.isEmpty()
                            ? "The container instance of the task is no longer registered."
                            : "The task runs on an agent that cannot send logs."
                                    + " Berth's own agent can.");
        }
        var id = UUID.randomUUID().toString();
        var request =
                new BerthReadLogs(
                        id,
                        arns.task(task.cluster(), task.taskId()),
                        container,
                        number(query.get("since"), Long::valueOf),
                        number(query.get("tail"), Integer::valueOf),
                        Boolean.parseBoolean(query.get("follow")),
                        Boolean.parseBoolean(query.get("timestamps")),
                        WINDOW);
        var parts = Source.<BerthLogs>queue(2 * WINDOW).preMaterialize(plane.system());
        readings.put(id, new Reading(instance, container, parts.first()));
        if (!tellOnceConnected(instance, request)) {
            readings.remove(id);
            return PageRoutes.sentence(
                    503,
                    "The agent of the task's instance is not connected. Waited %d seconds for it."
                            .formatted(CONNECTION_WAIT.toSeconds()));
        }
        return HttpResponse.create()
                .withEntity(
                        HttpEntities.create(NDJSON, body(id, instance, container, parts.second())));
    }

    /** Sends the message, if necessary after a wait for the agent's connection. */
    private boolean tellOnceConnected(EntityAddress<?> instance, AgentMessage message) {
        // Before the first attempt, so that a connection after it completes the future.
        var connection = connections.computeIfAbsent(instance, _ -> new CompletableFuture<>());
        if (agents.tell(instance, message)) {
            connected(instance);
            return true;
        }
        try {
            connection.get(CONNECTION_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
        return agents.tell(instance, message);
    }

    /** The agent of an instance has connected: requests that wait for it go on. */
    public void connected(EntityAddress<?> instance) {
        var connection = connections.remove(instance);
        if (connection != null) connection.complete(null);
    }

    private static <T> T number(String text, Function<String, T> read) {
        return text == null || text.isEmpty() ? null : read.apply(text);
    }

    private Source<ByteString, ?> body(
            String id, EntityAddress<?> instance, String container, Source<BerthLogs, ?> parts) {
        return parts.initialTimeout(FIRST_ANSWER)
                .map(
                        part -> {
                            agents.tell(instance, new BerthLogsCredit(id, 1));
                            return part;
                        })
                .recover(
                        TimeoutException.class,
                        () -> new BerthLogs(id, List.of(), true, "The agent does not answer."))
                .map(part -> LogLines.of(container, part))
                .keepAlive(SIGN_OF_LIFE, () -> LogLines.SIGN_OF_LIFE)
                .watchTermination(
                        (_, done) -> {
                            done.whenComplete((_, _) -> over(id));
                            return done;
                        });
    }

    /**
     * The client has received everything or has disconnected, so the server requests the agent to
     * stop reading.
     */
    private void over(String id) {
        var reading = readings.remove(id);
        if (reading != null) {
            agents.tell(reading.instance(), new BerthLogsStop(id));
        }
    }

    /** Handles a part of the output from the agent of an instance. */
    public void received(EntityAddress<?> instance, BerthLogs part) {
        var reading = readings.get(part.requestId());
        if (reading == null || !reading.instance().equals(instance)) {
            return;
        }
        reading.parts().offer(part);
        if (part.end()) {
            readings.remove(part.requestId());
            reading.parts().complete();
        }
    }

    /** The agent of an instance has disconnected; its streams end with an error. */
    public void ended(EntityAddress<?> instance) {
        readings.forEach(
                (id, reading) -> {
                    if (reading.instance().equals(instance)) {
                        received(
                                instance,
                                new BerthLogs(
                                        id,
                                        List.of(),
                                        true,
                                        "The connection to the agent was lost."));
                    }
                });
    }
}

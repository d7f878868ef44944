package dev.berth.integration.fleet;

import dev.berth.protocol.agent.ManifestTask;
import dev.berth.protocol.agent.TaskManifestMessage;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointRequest;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointResponse;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceResponse;

/**
 * One container instance: registers, keeps its work socket open for as long as the process lives,
 * and holds the tasks that it was given. Losing the server ends none of them.
 */
final class FakeInstance {
    private static final int FIRST_PORT = 32_768;
    private static final int LAST_PORT = 60_999;

    private final Fleet fleet;
    private final int number;
    private final Map<String, FakeTask> tasks = new ConcurrentHashMap<>();
    private final AtomicInteger ports = new AtomicInteger();
    private final AtomicLong highestNumber = new AtomicLong();
    private volatile String arn;

    FakeInstance(Fleet fleet, int number) {
        this.fleet = fleet;
        this.number = number;
    }

    void run() {
        try {
            if (!register()) {
                return; // what was refused once is refused again
            }
            if (fleet.options().telemetry()) {
                Thread.ofVirtual().start(() -> keepOpen(this::measure));
            }
            keepOpen(this::work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Opens a socket and returns when it is gone. */
    private interface Serving {
        void serve() throws IOException, InterruptedException;
    }

    private static void keepOpen(Serving socket) {
        var pause = new Fleet.Pause();
        try {
            while (true) {
                try {
                    socket.serve();
                    pause = new Fleet.Pause();
                } catch (IOException e) {
                    // The server is away; it is asked again.
                }
                pause.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() throws IOException, InterruptedException {
        var query =
                "/ws?agentHash=fleet&agentVersion=1.105.1&clusterArn=%s&containerInstanceArn=%s"
                        + "&protocolVersion=2&sendCredentials=true&seqNum=1";
        FakeSocket.serve(
                fleet, address(endpoints().endpoint(), query), new WorkConversation(fleet, this));
    }

    private void measure() throws IOException, InterruptedException {
        var query = "/ws?agentHash=fleet&agentVersion=1.105.1&cluster=%s&containerInstance=%s";
        FakeSocket.serve(
                fleet,
                address(endpoints().telemetryEndpoint(), query),
                new TelemetryConversation(fleet.options().cluster(), arn));
    }

    private boolean register() throws InterruptedException {
        var answer =
                fleet.insist(
                        "RegisterContainerInstance",
                        Registration.of(fleet.options(), number, arn),
                        RegisterContainerInstanceResponse.builder());
        if (answer == null) {
            return false;
        }
        arn = answer.build().containerInstance().containerInstanceArn();
        return true;
    }

    /** Asked before each connection, as the server may have come back elsewhere. */
    private DiscoverPollEndpointResponse endpoints() throws IOException, InterruptedException {
        var answer =
                fleet.insist(
                        "DiscoverPollEndpoint",
                        DiscoverPollEndpointRequest.builder()
                                .cluster(fleet.options().cluster())
                                .containerInstance(arn)
                                .build(),
                        DiscoverPollEndpointResponse.builder());
        if (answer == null) {
            throw new IOException("the server names no endpoint");
        }
        return answer.build();
    }

    private URI address(String endpoint, String query) {
        return URI.create(
                endpoint.replaceFirst("^http", "ws")
                        + query.formatted(encode(fleet.options().cluster()), encode(arn)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Takes over a task, or learns that one is to stop; told twice is told once. */
    void accept(PayloadTask task, long sequenceNumber) {
        highestNumber.accumulateAndGet(sequenceNumber, Math::max);
        fleet.figures().payload();
        if (task.desiredStatus().equals("STOPPED")) {
            stop(task.arn());
        } else {
            tasks.computeIfAbsent(task.arn(), _ -> FakeTask.start(fleet, this, task));
        }
    }

    /** Of a task that it does not hold it reports the end, as it must have ended before. */
    void stop(String task) {
        var held = tasks.get(task);
        if (held != null) {
            held.stop();
        } else {
            FakeTask.reportGone(fleet, task);
        }
    }

    /** Whether it is newer than whatever was read before. */
    boolean isNew(TaskManifestMessage manifest) {
        var timeline = manifest.timeline();
        return highestNumber.getAndAccumulate(timeline, Math::max) < timeline;
    }

    /** What it runs and a manifest does not list. */
    List<ManifestTask> beyond(TaskManifestMessage manifest) {
        Set<String> listed =
                manifest.tasks().stream()
                        .filter(task -> task.desiredStatus().equals("RUNNING"))
                        .map(ManifestTask::taskArn)
                        .collect(Collectors.toSet());
        return tasks.keySet().stream()
                .filter(task -> !listed.contains(task))
                .map(task -> new ManifestTask(task, manifest.clusterArn(), "STOPPED"))
                .toList();
    }

    /** The server knows of the end of a task. */
    void forget(String task) {
        tasks.remove(task);
    }

    /** From the range of dynamic ports, one after the other. */
    int nextPort() {
        return FIRST_PORT + Math.floorMod(ports.getAndIncrement(), LAST_PORT - FIRST_PORT);
    }
}

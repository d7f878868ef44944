package dev.berth.actors;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.Connection;
import dev.berth.actors.view.ViewHandle;
import dev.berth.domain.HostPort;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What tests of the control plane begin with. */
public final class Given {

    private Given() {}

    public static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    public static void cluster(ControlPlane plane, String name) throws Exception {
        done(plane.ask(AggregateKind.CLUSTER.at(name), new ClusterCommand.Create(name, Map.of())));
    }

    /** A connected instance with that much of everything. */
    public static void instance(ControlPlane plane, String cluster, String id, int cpu, int memory)
            throws Exception {
        var address = AggregateKind.CONTAINER_INSTANCE.at(cluster, id);
        done(plane.ask(address, register(cluster, id, cpu, memory)));
        connected(plane.clusterView(cluster), id);
    }

    /** The same where there is no control plane. */
    public static void instance(Node node, String cluster, String id, int cpu, int memory)
            throws Exception {
        node.write(
                AggregateKind.CONTAINER_INSTANCE.at(cluster, id),
                register(cluster, id, cpu, memory));
        connected(node.views().cluster(cluster), id);
    }

    private static InstanceCommand register(String cluster, String id, int cpu, int memory) {
        return new InstanceCommand.Register(
                cluster,
                id,
                new Resources(cpu, memory, Set.of(HostPort.tcp(22))),
                Map.of(),
                new Versions("1", null, null));
    }

    private static void connected(ViewHandle<ClusterSnapshot> view, String id) throws Exception {
        var connection = new Connection("session-" + id, Instant.EPOCH);
        view.change(
                AggregateKind.CONTAINER_INSTANCE.at(view.current().cluster(), id),
                snapshot -> snapshot.withConnection(id, connection));
        shown(view, id + " is connected", snapshot -> snapshot.isConnected(id));
    }

    /**
     * Waits until the view shows what is asked for, and returns that picture.
     *
     * @param what for the failure's text
     */
    public static ClusterSnapshot shown(
            ViewHandle<ClusterSnapshot> view, String what, Predicate<ClusterSnapshot> condition)
            throws Exception {
        var shown = new CompletableFuture<ClusterSnapshot>();
        ViewHandle.Listener<ClusterSnapshot> listener =
                (_, snapshot) -> {
                    if (condition.test(snapshot)) {
                        shown.complete(snapshot);
                    }
                };
        view.subscribe(listener);
        // Behind the subscription in the view's mailbox, so that nothing falls between the two.
        view.change(
                AggregateKind.CONTAINER_INSTANCE.at(view.current().cluster(), "-"),
                snapshot -> {
                    listener.changed(null, snapshot);
                    return snapshot;
                });
        try {
            return shown.get(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(what + ": still not so in " + view.current(), e);
        } finally {
            view.unsubscribe(listener);
        }
    }

    /** All launched tasks that a snapshot shows. */
    public static List<Task.Launched> tasks(ClusterSnapshot snapshot) {
        return snapshot.tasks().rows().keySet().stream()
                .flatMap(id -> snapshot.task(id).stream())
                .toList();
    }

    public static LaunchRequest tasks(
            String cluster, int count, int cpu, int memory, int... ports) {
        var containers = List.of(new ContainerSpec("main", "", "image", true, cpu, memory, 0));
        var template =
                new TaskSpec(
                        cluster,
                        null,
                        null,
                        "web",
                        1,
                        "family:web",
                        null,
                        "EC2",
                        null,
                        cpu,
                        memory,
                        containers);
        var fixed = Arrays.stream(ports).mapToObj(HostPort::tcp).collect(Collectors.toSet());
        return new LaunchRequest(template, count, fixed, Set.of());
    }
}

package dev.berth.actors;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.view.Connection;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.HostPort;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

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
        done(
                plane.ask(
                        address,
                        new InstanceCommand.Register(
                                cluster,
                                id,
                                new Resources(cpu, memory, Set.of(HostPort.tcp(22))),
                                Map.of(),
                                new Versions("1", null, null))));
        var connection = new Connection("session-" + id, Instant.EPOCH, "1", null);
        plane.clusterView(cluster).change(address, s -> s.withConnection(id, connection));
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
        var fixed =
                java.util.Arrays.stream(ports)
                        .mapToObj(HostPort::tcp)
                        .collect(java.util.stream.Collectors.toSet());
        return new LaunchRequest(template, count, fixed, Set.of());
    }
}

package dev.berth.integration.benchmark;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.view.Connection;
import dev.berth.domain.HostPort;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Instances that are registered straight with the control plane and count as connected. */
final class FakeCluster {
    private static final int REGISTRATIONS_AT_ONCE = 256;

    private FakeCluster() {}

    static InstanceCommand register(String cluster, int number) {
        return new InstanceCommand.Register(
                cluster,
                instanceId(number),
                new Resources(Size.INSTANCE_CPU, Size.INSTANCE_MEMORY, Set.of(HostPort.tcp(22))),
                Map.of(
                        "ecs.availability-zone", Size.zone(number),
                        "ecs.instance-type", Size.instanceType(number)),
                new Versions("1", null, null));
    }

    static String instanceId(int number) {
        return "%032x".formatted(number);
    }

    static void create(ControlPlane plane, String cluster, int instances) throws Exception {
        plane.ask(AggregateKind.CLUSTER.at(cluster), new ClusterCommand.Create(cluster, Map.of()))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        Window.run(
                instances,
                REGISTRATIONS_AT_ONCE,
                number -> {
                    var address = AggregateKind.CONTAINER_INSTANCE.at(cluster, instanceId(number));
                    return plane.ask(address, register(cluster, number))
                            .thenCompose(_ -> connected(plane, cluster, number));
                });
    }

    private static CompletableFuture<Void> connected(
            ControlPlane plane, String cluster, int number) {
        var id = instanceId(number);
        var connection = new Connection("session-" + id, Instant.EPOCH);
        var shown = new CompletableFuture<Void>();
        plane.clusterView(cluster)
                .change(
                        AggregateKind.CONTAINER_INSTANCE.at(cluster, id),
                        snapshot -> {
                            shown.complete(null);
                            return snapshot.withConnection(id, connection);
                        });
        return shown;
    }

    /** Ten equal tasks. */
    static LaunchRequest request(String cluster, String family) {
        return new LaunchRequest(
                spec(cluster, family, null, null), Size.TASKS_PER_REQUEST, Set.of(), Set.of());
    }

    static TaskSpec spec(String cluster, String family, String taskId, String instanceId) {
        return new TaskSpec(
                cluster,
                taskId,
                instanceId,
                family,
                1,
                "family:" + family,
                null,
                "EC2",
                null,
                Size.TASK_CPU,
                Size.TASK_MEMORY,
                List.of(
                        new ContainerSpec(
                                "main",
                                "7d3b1c2e-6c51-4d0e-9a37-2f6c2a3b4c5d",
                                "image",
                                true,
                                Size.TASK_CPU,
                                Size.TASK_MEMORY,
                                0)));
    }
}

package dev.berth.api;

import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.instance.HostPort;
import dev.berth.domain.instance.HostPort.Transport;
import dev.berth.domain.observation.Health;
import dev.berth.domain.task.ContainerProgress;
import dev.berth.domain.task.ContainerProgress.Status;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskShape;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;

/** The containers of a task as the ECS API shows them. */
final class ContainerModel {
    private final Arns arns;

    ContainerModel(Arns arns) {
        this.arns = arns;
    }

    List<Container> of(Task.Launched task, ClusterSnapshot contents, AccountSnapshot account) {
        var spec = task.spec();
        var seen = contents.observations().task(spec.taskId());
        var shape =
                account.definition(spec.family(), spec.revision())
                        .map(definition -> definition.shape());
        return spec.containers().stream()
                .map(
                        container ->
                                of(
                                        task,
                                        container,
                                        hostPorts(shape.orElse(null), container),
                                        seen.healthOf(container.name())))
                .toList();
    }

    private Container of(
            Task.Launched task, ContainerSpec container, Set<HostPort> hostPorts, Health health) {
        var spec = task.spec();
        var known = task.progress().containers().get(container.name());
        var shown =
                Container.builder()
                        .containerArn(
                                arns.container(
                                        spec.cluster(), spec.taskId(), container.containerId()))
                        .taskArn(arns.task(spec.cluster(), spec.taskId()))
                        .name(container.name())
                        .image(container.image())
                        .lastStatus(status(task, known).name())
                        .networkBindings(bindings(known, hostPorts))
                        .networkInterfaces(List.of())
                        .healthStatus(health.name())
                        .cpu(Integer.toString(container.cpu()))
                        .memory(set(container.memory()))
                        .memoryReservation(set(container.memoryReservation()));
        if (known != null) {
            shown.exitCode(known.exitCode())
                    .reason(known.reason())
                    .runtimeId(known.runtimeId())
                    .imageDigest(known.imageDigest());
        }
        return shown.build();
    }

    /** The text of a limit; null where there is none. */
    private static String set(int mebibytes) {
        return mebibytes == 0 ? null : Integer.toString(mebibytes);
    }

    /** Nothing of a task that is over still runs, reported or not. */
    private static Status status(Task.Launched task, ContainerProgress known) {
        return task instanceof Task.Stopped
                ? Status.STOPPED
                : known == null ? Status.PENDING : known.status();
    }

    /** Agents report no bindings in host mode: a container's ports are the host's. */
    private static List<NetworkBinding> bindings(ContainerProgress known, Set<HostPort> hostPorts) {
        if (known == null || known.status() == Status.PENDING) {
            return List.of();
        }
        if (known.bindings().isEmpty()) {
            return hostPorts.stream()
                    .sorted()
                    .map(port -> binding("0.0.0.0", port.number(), port))
                    .toList();
        }
        return known.bindings().stream()
                .map(b -> binding(b.bindIp(), b.containerPort(), b.hostPort()))
                .toList();
    }

    private static NetworkBinding binding(String bindIp, int containerPort, HostPort hostPort) {
        return NetworkBinding.builder()
                .bindIP(bindIp)
                .containerPort(containerPort)
                .hostPort(hostPort.number())
                .protocol(hostPort.transport() == Transport.UDP ? "udp" : "tcp")
                .build();
    }

    private static Set<HostPort> hostPorts(TaskShape shape, ContainerSpec container) {
        return shape == null || shape.networkMode() != NetworkMode.HOST
                ? Set.of()
                : shape.containers().stream()
                        .filter(each -> each.name().equals(container.name()))
                        .findFirst()
                        .map(TaskShape.ContainerShape::fixedPorts)
                        .orElse(Set.of());
    }
}

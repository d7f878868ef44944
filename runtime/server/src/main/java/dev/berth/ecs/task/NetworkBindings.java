package dev.berth.ecs.task;

import dev.berth.domain.HostPort;
import dev.berth.domain.HostPort.Transport;
import dev.berth.domain.task.ContainerProgress;
import dev.berth.domain.task.ContainerProgress.Status;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskShape;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;

/** The host ports of a container. */
public final class NetworkBindings {
    private NetworkBindings() {}

    /**
     * Agents report no bindings in host mode: container ports are host ports.
     *
     * @param known null if the container was not reported
     * @param shape null if the task definition was deleted
     */
    public static List<NetworkBinding> of(
            ContainerProgress known, TaskShape shape, String container) {
        if (known == null || known.status() == Status.PENDING) {
            return List.of();
        }
        if (known.bindings().isEmpty()) {
            return hostPorts(shape, container).stream()
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

    private static Set<HostPort> hostPorts(TaskShape shape, String container) {
        return shape == null || shape.networkMode() != NetworkMode.HOST
                ? Set.of()
                : shape.containers().stream()
                        .filter(each -> each.name().equals(container))
                        .findFirst()
                        .map(TaskShape.ContainerShape::fixedPorts)
                        .orElse(Set.of());
    }
}

package dev.berth.ecs.agent;

import dev.berth.domain.HostPort;
import dev.berth.domain.HostPort.Transport;
import dev.berth.domain.task.ContainerProgress;
import dev.berth.domain.task.ContainerProgress.Binding;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskReport;
import dev.berth.ecs.Requests;
import dev.berth.ecs.taskdefinition.ContainerPorts;
import dev.berth.wire.ApiException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.ContainerStateChange;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;

/** Converts an agent's report on a task from the API to the domain. */
final class ReportModel {
    private ReportModel() {}

    /**
     * Reads a report that has a status.
     *
     * @throws ApiException InvalidParameterException, upon which an agent drops the report
     */
    static TaskReport of(SubmitTaskStateChangeRequest request) {
        return new TaskReport(
                LastStatus.valueOf(status(request.status())),
                orNull(request.reason()),
                request.containers().stream().map(ReportModel::container).toList(),
                milliseconds(request.pullStartedAt()),
                milliseconds(request.pullStoppedAt()),
                milliseconds(request.executionStoppedAt()));
    }

    private static ContainerProgress container(ContainerStateChange change) {
        if (change.containerName() == null || change.containerName().isEmpty()) {
            throw ApiException.invalidParameter("containers[].containerName is required.");
        }
        var status = orNull(change.status());
        return new ContainerProgress(
                change.containerName(),
                ContainerProgress.Status.valueOf(status == null ? "PENDING" : status(status)),
                change.exitCode(),
                orNull(change.reason()),
                orNull(change.runtimeId()),
                orNull(change.imageDigest()),
                bindings(change.networkBindings()));
    }

    /** A range of ports is stored port by port, because each has its own host port. */
    private static List<Binding> bindings(List<NetworkBinding> bindings) {
        return bindings.stream().flatMap(ReportModel::bindings).toList();
    }

    private static Stream<Binding> bindings(NetworkBinding binding) {
        if (binding.containerPort() != null && binding.hostPort() != null) {
            return Stream.of(binding(binding, binding.containerPort(), binding.hostPort()));
        }
        var inside = ContainerPorts.range(binding.containerPortRange());
        var outside = ContainerPorts.range(binding.hostPortRange());
        return IntStream.range(0, Math.min(inside.length, outside.length))
                .mapToObj(i -> binding(binding, inside[i], outside[i]));
    }

    private static Binding binding(NetworkBinding binding, int containerPort, int hostPort) {
        return new Binding(
                Requests.orElse(binding.bindIP(), "0.0.0.0"),
                containerPort,
                new HostPort(
                        hostPort,
                        "udp".equals(binding.protocolAsString()) ? Transport.UDP : Transport.TCP));
    }

    private static String status(String given) {
        return Requests.oneOf("status", given, "PENDING", "RUNNING", "STOPPED");
    }

    private static String orNull(String given) {
        return given == null || given.isBlank() ? null : given;
    }

    private static Instant milliseconds(Instant given) {
        return given == null ? null : given.truncatedTo(ChronoUnit.MILLIS);
    }
}

package dev.berth.ecs.task;

import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.observation.Health;
import dev.berth.domain.task.ContainerProgress;
import dev.berth.domain.task.ContainerProgress.Status;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.domain.taskdefinition.TaskShape;
import dev.berth.ecs.Arns;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Container;

/** The containers of a task in the format of the API. */
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
                                        shape.orElse(null),
                                        seen.healthOf(container.name())))
                .toList();
    }

    private Container of(
            Task.Launched task, ContainerSpec container, TaskShape shape, Health health) {
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
                        .networkBindings(NetworkBindings.of(known, shape, container.name()))
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

    /** A limit as text; null if there is none. */
    private static String set(int mebibytes) {
        return mebibytes == 0 ? null : Integer.toString(mebibytes);
    }

    /** Containers of a stopped task count as stopped, reported or not. */
    private static Status status(Task.Launched task, ContainerProgress known) {
        return task instanceof Task.Stopped
                ? Status.STOPPED
                : known == null ? Status.PENDING : known.status();
    }
}

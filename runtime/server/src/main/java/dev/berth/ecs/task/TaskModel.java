package dev.berth.ecs.task;

import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.Connection;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskSpec;
import dev.berth.ecs.Arns;
import dev.berth.ecs.tag.TagModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Connectivity;
import software.amazon.awssdk.services.ecs.model.Task.Builder;

/** A task in the format of the API. */
public final class TaskModel {
    private static final String ARCHITECTURE = "ecs.cpu-architecture";
    private static final String ZONE = "ecs.availability-zone";

    private final Arns arns;
    private final ContainerModel containers;

    public TaskModel(Arns arns) {
        this.arns = arns;
        this.containers = new ContainerModel(arns);
    }

    /**
     * Converts a task.
     *
     * @param include additional parts: {@code TAGS}
     */
    public software.amazon.awssdk.services.ecs.model.Task of(
            Task.Launched task,
            ClusterSnapshot contents,
            AccountSnapshot account,
            Set<String> include) {
        var spec = task.spec();
        var progress = task.progress();
        var shown =
                software.amazon.awssdk.services.ecs.model.Task.builder()
                        .taskArn(arns.task(spec.cluster(), spec.taskId()))
                        .clusterArn(arns.cluster(spec.cluster()))
                        .taskDefinitionArn(arns.taskDefinition(spec.family(), spec.revision()))
                        .containerInstanceArn(
                                arns.containerInstance(spec.cluster(), spec.instanceId()))
                        .desiredStatus(task.desiredStatus().name())
                        .lastStatus(task.lastStatus().name())
                        .cpu(Integer.toString(spec.cpu()))
                        .memory(Integer.toString(spec.memory()))
                        .group(spec.group())
                        .startedBy(spec.startedBy())
                        .launchType(spec.launchType())
                        .overrides(Overrides.shown(spec))
                        .containers(containers.of(task, contents, account))
                        .createdAt(progress.createdAt())
                        .pullStartedAt(progress.pullStartedAt())
                        .pullStoppedAt(progress.pullStoppedAt())
                        .startedAt(progress.startedAt())
                        .executionStoppedAt(progress.executionStoppedAt())
                        .version(progress.version())
                        .healthStatus(contents.health(spec).name())
                        .enableExecuteCommand(false)
                        .attachments(List.of())
                        .inferenceAccelerators(List.of())
                        .tags(
                                include.contains(TagModel.INCLUDED)
                                        ? TagModel.shown(task.tags())
                                        : List.of());
        showInstance(shown, spec, contents);
        showEnd(shown, task);
        return shown.build();
    }

    private static void showInstance(Builder shown, TaskSpec spec, ClusterSnapshot contents) {
        var attributes = attributes(contents.instance(spec.instanceId()));
        var architecture = attributes.get(ARCHITECTURE);
        var connection = Optional.ofNullable(contents.connected().get(spec.instanceId()));
        shown.availabilityZone(attributes.get(ZONE))
                .attributes(
                        architecture == null
                                ? List.of()
                                : List.of(
                                        Attribute.builder()
                                                .name(ARCHITECTURE)
                                                .value(architecture)
                                                .build()))
                .connectivity(
                        connection.isPresent() ? Connectivity.CONNECTED : Connectivity.DISCONNECTED)
                .connectivityAt(connection.map(Connection::since).orElse(null));
    }

    private static Map<String, String> attributes(Optional<ContainerInstance> instance) {
        return instance.map(
                        state ->
                                switch (state) {
                                    case ContainerInstance.Absent _ -> Map.<String, String>of();
                                    case ContainerInstance.Registered r -> r.attributes();
                                    case ContainerInstance.Inactive i -> i.attributes();
                                })
                .orElse(Map.of());
    }

    private static void showEnd(Builder shown, Task.Launched task) {
        task.stopIntent()
                .ifPresent(
                        stop ->
                                shown.stopCode(stop.code().wireName())
                                        .stoppedReason(stop.reason())
                                        .stoppingAt(stop.at()));
        if (task instanceof Task.Stopped stopped) {
            shown.stoppedAt(stopped.stoppedAt());
        }
    }
}

package dev.berth.cli.ecs;

import dev.berth.cli.text.Ago;
import dev.berth.cli.text.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.Task;

/** Clusters, container instances and tasks as three tables. */
public record ClusterTables(
        List<Cluster> clusters, List<ContainerInstance> instances, List<Task> tasks) {
    private static final int ID_LENGTH = 12;

    public String text(Instant now) {
        return String.join("\n\n", clusterTable(), instanceTable(), taskTable(now));
    }

    /** The last part of an ARN, short as Docker's ids are; empty for no ARN. */
    public static String id(String arn) {
        if (arn == null) {
            return "";
        }
        var id = name(arn);
        return id.length() > ID_LENGTH ? id.substring(0, ID_LENGTH) : id;
    }

    private static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private String clusterTable() {
        if (clusters.isEmpty()) {
            return "no clusters";
        }
        var table = new Table("CLUSTER", "STATUS", "INSTANCES", "RUNNING", "PENDING");
        clusters.stream()
                .sorted(Comparator.comparing(Cluster::clusterName))
                .forEach(
                        c ->
                                table.row(
                                        c.clusterName(),
                                        text(c.status()),
                                        text(c.registeredContainerInstancesCount()),
                                        text(c.runningTasksCount()),
                                        text(c.pendingTasksCount())));
        return table.toString();
    }

    private String instanceTable() {
        if (instances.isEmpty()) {
            return "no container instances";
        }
        var table =
                new Table(
                        "INSTANCE",
                        "CLUSTER",
                        "STATUS",
                        "AGENT",
                        "RUNNING",
                        "PENDING",
                        "FREE CPU",
                        "FREE MEMORY");
        instances.stream()
                .sorted(Comparator.comparing(ContainerInstance::containerInstanceArn))
                .forEach(
                        i ->
                                table.row(
                                        id(i.containerInstanceArn()),
                                        clusterOf(i.containerInstanceArn()),
                                        text(i.status()),
                                        Boolean.TRUE.equals(i.agentConnected())
                                                ? "connected"
                                                : "not connected",
                                        text(i.runningTasksCount()),
                                        text(i.pendingTasksCount()),
                                        free(i, "CPU", ""),
                                        free(i, "MEMORY", " MiB")));
        return table.toString();
    }

    private String taskTable(Instant now) {
        if (tasks.isEmpty()) {
            return "no tasks";
        }
        var table =
                new Table(
                        "TASK",
                        "CLUSTER",
                        "DEFINITION",
                        "STATUS",
                        "INSTANCE",
                        "PORTS",
                        "STARTED",
                        "STOPPED");
        tasks.stream()
                .sorted(
                        Comparator.comparing((Task t) -> "STOPPED".equals(t.lastStatus()))
                                .thenComparing(
                                        Task::createdAt,
                                        Comparator.nullsLast(Comparator.reverseOrder())))
                .forEach(
                        t ->
                                table.row(
                                        id(t.taskArn()),
                                        name(t.clusterArn()),
                                        name(t.taskDefinitionArn()),
                                        status(t),
                                        id(t.containerInstanceArn()),
                                        ports(t),
                                        Ago.of(t.startedAt(), now),
                                        stopped(t, now)));
        return table.toString();
    }

    /** The last status, and the desired one while they differ. */
    private static String status(Task task) {
        return Objects.equals(task.lastStatus(), task.desiredStatus())
                ? text(task.lastStatus())
                : text(task.lastStatus()) + " -> " + text(task.desiredStatus());
    }

    private static String ports(Task task) {
        return task.containers().stream()
                .flatMap(container -> container.networkBindings().stream())
                .map(ClusterTables::port)
                .collect(Collectors.joining(" "));
    }

    private static String port(NetworkBinding binding) {
        return binding.hostPort()
                + "->"
                + binding.containerPort()
                + "/"
                + binding.protocolAsString();
    }

    private static String stopped(Task task, Instant now) {
        var exits =
                task.containers().stream()
                        .filter(container -> container.exitCode() != null)
                        .map(container -> exit(task, container))
                        .collect(Collectors.joining(", "));
        return Stream.of(Ago.of(task.stoppedAt(), now), text(task.stoppedReason()), exits)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String exit(Task task, Container container) {
        return task.containers().size() == 1
                ? "exit " + container.exitCode()
                : container.name() + " exit " + container.exitCode();
    }

    private static String free(ContainerInstance instance, String resource, String unit) {
        return amount(instance.remainingResources(), resource)
                + " of "
                + amount(instance.registeredResources(), resource)
                + unit;
    }

    private static String amount(List<Resource> resources, String name) {
        return resources.stream()
                .filter(resource -> name.equals(resource.name()))
                .findFirst()
                .map(resource -> Integer.toString(resource.integerValue()))
                .orElse("?");
    }

    /** From an ARN of the form …:container-instance/cluster/id. */
    private static String clusterOf(String arn) {
        var parts = arn.split("/");
        return parts.length == 3 ? parts[1] : "";
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}

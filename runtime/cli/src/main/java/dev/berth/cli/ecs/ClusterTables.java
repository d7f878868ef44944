package dev.berth.cli.ecs;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.cli.text.Ago;
import dev.berth.cli.text.Cell;
import dev.berth.cli.text.Colour;
import dev.berth.cli.text.Screen;
import dev.berth.cli.text.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
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
    private static final int SHORT_ID_LENGTH = 8;
    private static final int WIDE = 100;
    private static final JsonMapper JSON = new JsonMapper();

    /** Tasks of one cluster. */
    static ClusterTables ofTasks(List<Task> tasks) {
        return new ClusterTables(List.of(), List.of(), tasks);
    }

    public String text(Instant now, Screen screen) {
        return String.join("\n\n", clusterTable(screen), instanceTable(screen), tasks(now, screen));
    }

    /** The three lists as the API describes them, with what a script reads first. */
    public String json() {
        var document = JSON.createObjectNode();
        var listed = document.putArray("clusters");
        clusters.forEach(
                c ->
                        listed.addObject()
                                .put("clusterName", c.clusterName())
                                .put("clusterArn", c.clusterArn())
                                .put("status", c.status())
                                .put(
                                        "registeredContainerInstancesCount",
                                        c.registeredContainerInstancesCount())
                                .put("runningTasksCount", c.runningTasksCount())
                                .put("pendingTasksCount", c.pendingTasksCount()));
        var hosts = document.putArray("containerInstances");
        instances.forEach(
                i ->
                        hosts.addObject()
                                .put("containerInstanceArn", i.containerInstanceArn())
                                .put("status", i.status())
                                .put("agentConnected", i.agentConnected())
                                .put("runningTasksCount", i.runningTasksCount())
                                .put("pendingTasksCount", i.pendingTasksCount()));
        var ran = document.putArray("tasks");
        tasks.forEach(
                t ->
                        ran.addObject()
                                .put("taskArn", t.taskArn())
                                .put("clusterArn", t.clusterArn())
                                .put("taskDefinitionArn", t.taskDefinitionArn())
                                .put("containerInstanceArn", t.containerInstanceArn())
                                .put("group", t.group())
                                .put("lastStatus", t.lastStatus())
                                .put("desiredStatus", t.desiredStatus())
                                .put("healthStatus", t.healthStatusAsString())
                                .put("ports", ports(t))
                                .put("createdAt", text(t.createdAt()))
                                .put("startedAt", text(t.startedAt()))
                                .put("stoppedAt", text(t.stoppedAt()))
                                .put("stopCode", t.stopCodeAsString())
                                .put("reason", TaskEnd.reason(t)));
        return document.toPrettyString();
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

    private String clusterTable(Screen screen) {
        if (clusters.isEmpty()) {
            return "no clusters";
        }
        var table = new Table("CLUSTER", "STATUS", "INSTANCES", "RUNNING", "PENDING");
        clusters.stream()
                .sorted(Comparator.comparing(Cluster::clusterName))
                .forEach(
                        c ->
                                table.row(
                                        Cell.of(c.clusterName()),
                                        Cell.state(text(c.status())),
                                        Cell.of(text(c.registeredContainerInstancesCount())),
                                        Cell.of(text(c.runningTasksCount())),
                                        Cell.of(text(c.pendingTasksCount()))));
        return table.text(screen);
    }

    private String instanceTable(Screen screen) {
        if (instances.isEmpty()) {
            return "no container instances";
        }
        var headings = new ArrayList<>(List.of("INSTANCE"));
        if (isClusterShown()) {
            headings.add("CLUSTER");
        }
        headings.addAll(List.of("STATUS", "AGENT", "RUNNING", "PENDING", "FREE CPU", "FREE MIB"));
        var table = new Table(headings.toArray(String[]::new));
        instances.stream()
                .sorted(Comparator.comparing(ContainerInstance::containerInstanceArn))
                .forEach(
                        i -> {
                            var cells =
                                    new ArrayList<>(
                                            List.of(Cell.of(id(i.containerInstanceArn(), screen))));
                            if (isClusterShown()) {
                                cells.add(Cell.of(clusterOf(i.containerInstanceArn())));
                            }
                            cells.add(Cell.state(text(i.status())));
                            cells.add(
                                    Cell.state(
                                            Boolean.TRUE.equals(i.agentConnected())
                                                    ? "connected"
                                                    : "not connected"));
                            cells.add(Cell.of(text(i.runningTasksCount())));
                            cells.add(Cell.of(text(i.pendingTasksCount())));
                            cells.add(Cell.of(free(i, "CPU")));
                            cells.add(Cell.of(free(i, "MEMORY")));
                            table.row(cells.toArray(Cell[]::new));
                        });
        return table.text(screen);
    }

    /** With the reasons beneath where they would make the table too wide. */
    String tasks(Instant now, Screen screen) {
        if (tasks.isEmpty()) {
            return "no tasks";
        }
        var hasReason = tasks.stream().anyMatch(t -> !TaskEnd.reason(t).isEmpty());
        var table = taskTable(now, screen, hasReason);
        return !hasReason || table.fits(screen)
                ? table.text(screen)
                : taskTable(now, screen, false).text(screen) + "\n\n" + reasons(screen);
    }

    private String reasons(Screen screen) {
        var table = new Table("TASK", "REASON");
        sorted().stream()
                .filter(t -> !TaskEnd.reason(t).isEmpty())
                .forEach(t -> table.row(Cell.of(id(t.taskArn(), screen)), reason(t)));
        return table.text(screen);
    }

    private Table taskTable(Instant now, Screen screen, boolean hasReason) {
        var headings = new ArrayList<>(List.of("TASK"));
        if (isClusterShown()) {
            headings.add("CLUSTER");
        }
        headings.addAll(
                List.of("DEFINITION", "STATUS", "HEALTH", "INSTANCE", "PORTS", "SINCE", "REASON"));
        if (!hasReason) {
            headings.removeLast();
        }
        var table = new Table(headings.toArray(String[]::new));
        for (var t : sorted()) {
            var cells = new ArrayList<>(List.of(Cell.of(id(t.taskArn(), screen))));
            if (isClusterShown()) {
                cells.add(Cell.of(name(t.clusterArn())));
            }
            cells.add(Cell.of(name(t.taskDefinitionArn())));
            cells.add(status(t));
            cells.add(Cell.state(health(t)));
            cells.add(Cell.of(id(t.containerInstanceArn(), screen)));
            cells.add(Cell.of(ports(t)));
            cells.add(Cell.of(Ago.of(since(t), now)));
            if (hasReason) {
                cells.add(reason(t));
            }
            table.row(cells.toArray(Cell[]::new));
        }
        return table;
    }

    private List<Task> sorted() {
        return tasks.stream()
                .sorted(
                        Comparator.comparing((Task t) -> "STOPPED".equals(t.lastStatus()))
                                .thenComparing(
                                        Task::createdAt,
                                        Comparator.nullsLast(Comparator.reverseOrder())))
                .toList();
    }

    private static Cell reason(Task task) {
        return new Cell(TaskEnd.reason(task), hasFailed(task) ? Colour.RED : Colour.NONE);
    }

    private static boolean hasFailed(Task task) {
        return TaskStatusText.isFailure(
                task.stopCodeAsString(),
                task.containers().stream()
                        .map(Container::exitCode)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** Of the status that is shown. */
    private static Instant since(Task task) {
        if (task.stoppedAt() != null) {
            return task.stoppedAt();
        }
        return task.startedAt() == null ? task.createdAt() : task.startedAt();
    }

    private boolean isClusterShown() {
        return clusters.size() > 1;
    }

    static boolean isNarrow(Screen screen) {
        return screen.width() < WIDE;
    }

    /** Shorter where the terminal is narrow; every command takes the beginning of an id. */
    private static String id(String arn, Screen screen) {
        var id = id(arn);
        return isNarrow(screen) && id.length() > SHORT_ID_LENGTH
                ? id.substring(0, SHORT_ID_LENGTH)
                : id;
    }

    private static String health(Task task) {
        var health = task.healthStatusAsString();
        return health == null || health.equals("UNKNOWN") ? "" : health;
    }

    private static Cell status(Task task) {
        var shown = TaskStatusText.shown(text(task.lastStatus()), text(task.desiredStatus()));
        return hasFailed(task) ? new Cell(shown, Colour.RED) : Cell.state(shown);
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

    private static String free(ContainerInstance instance, String resource) {
        return amount(instance.remainingResources(), resource)
                + " of "
                + amount(instance.registeredResources(), resource);
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

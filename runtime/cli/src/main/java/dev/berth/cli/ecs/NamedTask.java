package dev.berth.cli.ecs;

import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.protocol.client.AwsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.Task;

/** A task that the user named by its id, the beginning of the id, or its ARN. */
public record NamedTask(String cluster, String id, List<String> containers) {
    /**
     * The task with this name.
     *
     * @throws CliException where there is none, or more than one
     */
    public static NamedTask find(EcsApi ecs, String cluster, String named)
            throws AwsException, IOException, InterruptedException {
        var wanted = TaskId.of(named, cluster);
        var where = wanted.cluster();
        var id = wanted.id();
        var meant = startingWith(ecs, wanted);
        if (meant.isEmpty()) {
            throw new CliException(
                    ExitCode.NOT_FOUND, "No task %s in cluster %s.".formatted(id, where));
        }
        if (meant.size() > 1) {
            throw new CliException(
                    ExitCode.USAGE,
                    "%d tasks have ids that start with %s: %s."
                            .formatted(
                                    meant.size(),
                                    id,
                                    String.join(", ", meant.stream().map(NamedTask::id).toList())));
        }
        var task = meant.getFirst();
        return new NamedTask(
                where, id(task), task.containers().stream().map(Container::name).toList());
    }

    /**
     * The whole id where the beginning of one is given; as it is where the API no longer shows the
     * task.
     */
    public static TaskId completed(EcsApi ecs, TaskId wanted)
            throws AwsException, IOException, InterruptedException {
        var meant = startingWith(ecs, wanted);
        return meant.size() == 1 ? new TaskId(wanted.cluster(), id(meant.getFirst())) : wanted;
    }

    private static List<Task> startingWith(EcsApi ecs, TaskId wanted)
            throws AwsException, IOException, InterruptedException {
        var filter = ListTasksRequest.builder().cluster(wanted.cluster());
        var tasks = new ArrayList<Task>();
        tasks.addAll(ecs.tasks(filter.desiredStatus(DesiredStatus.RUNNING).build()));
        tasks.addAll(ecs.tasks(filter.desiredStatus(DesiredStatus.STOPPED).build()));
        return tasks.stream().filter(task -> id(task).startsWith(wanted.id())).toList();
    }

    private static String id(Task task) {
        return task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    }
}

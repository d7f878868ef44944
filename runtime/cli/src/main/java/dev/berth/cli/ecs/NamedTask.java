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

/** A task that somebody named, by its id, the beginning of that, or its ARN. */
public record NamedTask(String cluster, String id, List<String> containers) {
    private static final int IN_ARN = 3;

    /**
     * The one task that is meant.
     *
     * @throws CliException where there is none, or more than one
     */
    public static NamedTask find(EcsApi ecs, String cluster, String named)
            throws AwsException, IOException, InterruptedException {
        var parts = named.split("/");
        var id = parts[parts.length - 1];
        var where = parts.length == IN_ARN ? parts[1] : cluster;
        var filter = ListTasksRequest.builder().cluster(where);
        var tasks = new ArrayList<Task>();
        tasks.addAll(ecs.tasks(filter.desiredStatus(DesiredStatus.RUNNING).build()));
        tasks.addAll(ecs.tasks(filter.desiredStatus(DesiredStatus.STOPPED).build()));
        var meant = tasks.stream().filter(task -> id(task).startsWith(id)).toList();
        if (meant.isEmpty()) {
            throw new CliException(
                    ExitCode.FAILED,
                    "There is no task %s in cluster %s. berth ps shows what there is."
                            .formatted(id, where));
        }
        if (meant.size() > 1) {
            throw new CliException(
                    ExitCode.FAILED,
                    "%d tasks begin with %s: %s."
                            .formatted(
                                    meant.size(),
                                    id,
                                    String.join(", ", meant.stream().map(NamedTask::id).toList())));
        }
        var task = meant.getFirst();
        return new NamedTask(
                where, id(task), task.containers().stream().map(Container::name).toList());
    }

    private static String id(Task task) {
        return task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    }
}

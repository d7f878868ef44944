package dev.berth.ecs.task;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskCommand;
import dev.berth.ecs.Arns;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.ecs.tag.TagModel;
import dev.berth.wire.ApiException;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;

/** StopTask, DescribeTasks. */
public final class TaskOperations {
    private static final Logger LOG = LoggerFactory.getLogger(TaskOperations.class);
    private static final int MOST_REASON = 1_024;

    private final ControlPlaneCalls calls;
    private final TaskModel model;

    public TaskOperations(ControlPlaneCalls calls) {
        this.calls = calls;
        this.model = new TaskModel(calls.arns());
    }

    public List<Operation<?, ?>> all() {
        return List.of(
                new Operation<>(
                        "StopTask",
                        StopTaskRequest::builder,
                        Members.supported("cluster", "task*", "reason"),
                        (request, _) -> stop(request)),
                new Operation<>(
                        "DescribeTasks",
                        DescribeTasksRequest::builder,
                        Members.supported("cluster", "tasks", "include"),
                        (request, _) -> describe(request)));
    }

    /** Requests the task to stop. A stopped task is returned unchanged. */
    private StopTaskResponse stop(StopTaskRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        var named = calls.arns().task(request.task());
        var known = find(calls.snapshot(cluster), cluster, named);
        if (known.isEmpty()) {
            throw ApiException.invalidParameter("The referenced task was not found.");
        }
        var reason = Requests.orElse(request.reason(), "");
        if (reason.length() > MOST_REASON) {
            throw ApiException.invalidParameter(
                    "reason can have up to %d characters.".formatted(MOST_REASON));
        }
        calls.ask(
                AggregateKind.TASK.at(cluster, named.id()),
                new TaskCommand.Stop(
                        StopCode.USER_INITIATED,
                        reason.isEmpty() ? "Task stopped by user" : reason));
        LOG.info("The task was asked to stop");
        var contents = calls.snapshot(cluster);
        var stopped = find(contents, cluster, named).orElse(known.get());
        return StopTaskResponse.builder()
                .task(
                        model.of(
                                stopped,
                                contents,
                                calls.plane().account(),
                                Set.of(TagModel.INCLUDED)))
                .build();
    }

    private static Optional<Task.Launched> find(
            ClusterSnapshot contents, String cluster, Arns.Reference named) {
        return contents.task(named.within(cluster).id());
    }

    private DescribeTasksResponse describe(DescribeTasksRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        var include = Requests.eachOf("include", request.includeAsStrings(), "TAGS");
        var contents = calls.snapshot(cluster);
        var account = calls.plane().account();
        var tasks = new ArrayList<software.amazon.awssdk.services.ecs.model.Task>();
        var failures = new ArrayList<Failure>();
        for (var given : Requests.toDescribe(request.tasks(), "tasks")) {
            var named = calls.arns().task(given);
            find(contents, cluster, named)
                    .ifPresentOrElse(
                            task -> tasks.add(model.of(task, contents, account, include)),
                            () -> failures.add(Requests.missing(arn(named, cluster))));
        }
        return DescribeTasksResponse.builder().tasks(tasks).failures(failures).build();
    }

    private String arn(Arns.Reference named, String cluster) {
        return calls.arns().task(cluster, named.id());
    }
}

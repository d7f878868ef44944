package dev.berth.ecs.task;

import dev.berth.actors.launch.LaunchResult;
import dev.berth.domain.placement.Unfit;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.tag.TagModel;
import dev.berth.wire.LogIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.Task;

/** The result of a launch in the format of the API. */
final class LaunchedTasks {
    private static final Logger LOG = LoggerFactory.getLogger(LaunchedTasks.class);

    private final ControlPlaneCalls calls;
    private final TaskModel model;

    LaunchedTasks(ControlPlaneCalls calls) {
        this.calls = calls;
        this.model = new TaskModel(calls.arns());
    }

    List<Task> tasks(String cluster, LaunchResult result) {
        var contents = calls.snapshot(cluster);
        var account = calls.plane().account();
        var tasks = new ArrayList<Task>();
        for (var launched : result.launched()) {
            contents.task(launched.taskId())
                    .ifPresent(
                            task ->
                                    tasks.add(
                                            model.of(
                                                    task,
                                                    contents,
                                                    account,
                                                    Set.of(TagModel.INCLUDED))));
            try (var _ = LogIds.about(cluster, LogIds.TASK, launched.taskId())) {
                LOG.info("Task launched");
            }
        }
        return tasks;
    }

    List<Failure> failures(String cluster, LaunchResult result) {
        return result.failures().stream().map(unfit -> failure(cluster, unfit)).toList();
    }

    private Failure failure(String cluster, Unfit unfit) {
        return Failure.builder()
                .arn(calls.arns().containerInstance(cluster, unfit.instanceId()))
                .reason(unfit.reason())
                .build();
    }
}

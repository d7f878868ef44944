package dev.berth.ecs.task;

import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.launch.LaunchResult;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.Shortage;
import dev.berth.domain.placement.Placing;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.wire.Call;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * StartTask: one task on each named instance. As with RunTask, the instance decides: a task that
 * does not fit is a failure. Strategies and constraints are ignored, including those of the task
 * definition.
 */
public final class StartTask {
    private static final int MOST_INSTANCES = 10;

    private final ControlPlaneCalls calls;
    private final TaskTemplates templates;
    private final LaunchedTasks launched;

    public StartTask(ControlPlaneCalls calls) {
        this.calls = calls;
        this.templates = new TaskTemplates(calls);
        this.launched = new LaunchedTasks(calls);
    }

    public Operation<?, ?> operation() {
        return new Operation<>(
                "StartTask",
                StartTaskRequest::builder,
                Overrides.within(
                        Members.supported(
                                "cluster",
                                "taskDefinition*",
                                "containerInstances",
                                "group",
                                "startedBy",
                                "referenceId",
                                "tags",
                                "propagateTags",
                                "enableECSManagedTags")),
                this::start);
    }

    private StartTaskResponse start(StartTaskRequest request, Call call) {
        var wanted =
                new TaskTemplates.Wanted(
                        request.taskDefinition(),
                        request.group(),
                        request.startedBy(),
                        null,
                        request.overrides(),
                        new TaskTemplates.Tagging(
                                request.tags(),
                                request.propagateTags(),
                                Boolean.TRUE.equals(request.enableECSManagedTags())),
                        _ -> Placing.DEFAULT);
        wanted.check();
        var cluster = calls.activeCluster(request.cluster());
        Requests.require(request.containerInstances(), "containerInstances");
        var named =
                Requests.eachOnce(
                        request.containerInstances(), "containerInstances", MOST_INSTANCES);
        var launch = templates.of(wanted, cluster, 1, call.requestId());
        var failures = new ArrayList<Failure>();
        var pending = new ArrayList<CompletionStage<LaunchResult>>();
        for (var given : named) {
            start(given, cluster, launch, failures, pending);
        }
        var tasks = new ArrayList<Task>();
        for (var each : pending) {
            var result = ControlPlaneCalls.await(each);
            tasks.addAll(launched.tasks(cluster, result));
            failures.addAll(launched.failures(cluster, result));
        }
        return StartTaskResponse.builder().tasks(tasks).failures(failures).build();
    }

    private void start(
            String given,
            String cluster,
            LaunchRequest launch,
            List<Failure> failures,
            List<CompletionStage<LaunchResult>> pending) {
        var instance = calls.arns().containerInstance(given);
        switch (calls.instance(cluster, instance)) {
            case ContainerInstance.Registered registered ->
                    pending.add(
                            calls.plane().launches().launch(launch.on(registered.instanceId())));
            case ContainerInstance.Inactive _ ->
                    failures.add(
                            Failure.builder()
                                    .arn(calls.arns().containerInstance(cluster, instance.id()))
                                    .reason(Shortage.INACTIVE.reason())
                                    .build());
            case ContainerInstance.Absent _ ->
                    failures.add(
                            Requests.missing(
                                    calls.arns().containerInstance(cluster, instance.id())));
        }
    }
}

package dev.berth.ecs.task;

import dev.berth.actors.launch.ClientTokens;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.launch.LaunchResult;
import dev.berth.actors.launch.Launches.Outcome;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Fingerprint;
import dev.berth.ecs.Requests;
import dev.berth.ecs.placement.Placements;
import dev.berth.wire.ApiException;
import dev.berth.wire.Call;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/** RunTask: up to ten equal tasks. Tasks that fit on no instance are failures. */
public final class RunTask {
    private static final int MOST_TASKS = 10;
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,64}");

    private final ControlPlaneCalls calls;
    private final TaskTemplates templates;
    private final LaunchedTasks launched;

    public RunTask(ControlPlaneCalls calls) {
        this.calls = calls;
        this.templates = new TaskTemplates(calls);
        this.launched = new LaunchedTasks(calls);
    }

    public Operation<?, ?> operation() {
        return new Operation<>(
                "RunTask",
                RunTaskRequest::builder,
                Overrides.within(
                        Members.supported(
                                        "cluster",
                                        "taskDefinition*",
                                        "count",
                                        "group",
                                        "startedBy",
                                        "clientToken",
                                        "launchType",
                                        "referenceId",
                                        "tags",
                                        "propagateTags",
                                        "enableECSManagedTags",
                                        "placementConstraints",
                                        "placementStrategy")
                                .accepting("platformVersion", "LATEST")),
                this::run);
    }

    private RunTaskResponse run(RunTaskRequest request, Call call) {
        check(request);
        var wanted =
                new TaskTemplates.Wanted(
                        request.taskDefinition(),
                        request.group(),
                        request.startedBy(),
                        request.launchTypeAsString(),
                        request.overrides(),
                        new TaskTemplates.Tagging(
                                request.tags(),
                                request.propagateTags(),
                                Boolean.TRUE.equals(request.enableECSManagedTags())),
                        definition ->
                                Placements.of(
                                        request.placementStrategy(),
                                        request.placementConstraints(),
                                        definition));
        wanted.check();
        var cluster = calls.activeCluster(request.cluster());
        var count = Requests.orElse(request.count(), 1);
        var launch = templates.of(wanted, cluster, count, call.requestId());
        Placements.check(launch.placing(), calls.plane().launchers().points());
        var contents = calls.snapshot(cluster);
        if (contents.registered().findAny().isEmpty()) {
            throw ApiException.invalidParameter(
                    "No Container Instances were found in your cluster.");
        }
        return request.clientToken() == null || request.clientToken().isEmpty()
                ? answer(
                        cluster,
                        ControlPlaneCalls.await(calls.plane().launches().launch(launch)),
                        List.of())
                : once(request, cluster, launch, call);
    }

    private static void check(RunTaskRequest request) {
        var count = Requests.orElse(request.count(), 1);
        Requests.refuseUnless(
                count >= 1 && count <= MOST_TASKS,
                "count must be between 1 and %d.".formatted(MOST_TASKS));
        var token = Requests.orElse(request.clientToken(), "");
        Requests.refuseUnless(
                token.isEmpty() || TOKEN.matcher(token).matches(),
                "clientToken can have up to 64 printable characters without spaces.");
    }

    /** The tasks of a token are launched once, however often the call is sent. */
    private RunTaskResponse once(
            RunTaskRequest request, String cluster, LaunchRequest launch, Call call) {
        var key = new ClientTokens.Key(cluster, "RunTask", request.clientToken());
        var outcome = calls.plane().launches().launch(launch, key, Fingerprint.of(request));
        return switch (ControlPlaneCalls.await(outcome)) {
            case Outcome.Answered(var result, var gone) -> answer(cluster, result, gone);
            case Outcome.Conflict(var taskIds) ->
                    throw ApiException.conflict(
                            "The clientToken was used before, with other parameters.",
                            taskIds.stream().map(id -> calls.arns().task(cluster, id)).toList());
        };
    }

    private RunTaskResponse answer(String cluster, LaunchResult result, List<String> gone) {
        var failures = new ArrayList<>(launched.failures(cluster, result));
        gone.forEach(id -> failures.add(Requests.missing(calls.arns().task(cluster, id))));
        return RunTaskResponse.builder()
                .tasks(launched.tasks(cluster, result))
                .failures(failures)
                .build();
    }
}

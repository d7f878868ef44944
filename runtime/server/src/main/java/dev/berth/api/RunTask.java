package dev.berth.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.actors.launch.ClientTokens;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.launch.LaunchResult;
import dev.berth.actors.launch.Launches.Outcome;
import dev.berth.domain.placement.Unfit;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.domain.taskdefinition.TaskDefinition.Registered;
import dev.berth.protocol.json.AwsJsonCodec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** RunTask: up to ten equal tasks, placed where they fit; what fits nowhere is a failure. */
final class RunTask {
    private static final Logger LOG = LoggerFactory.getLogger(RunTask.class);
    private static final int MOST_TASKS = 10;
    private static final Pattern STARTED_BY = Pattern.compile("[A-Za-z0-9/_-]{1,128}");
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,64}");

    private final ControlPlaneCalls calls;
    private final TaskModel model;

    RunTask(ControlPlaneCalls calls) {
        this.calls = calls;
        this.model = new TaskModel(calls.arns());
    }

    Operation<?, ?> operation() {
        return new Operation<>(
                "RunTask",
                RunTaskRequest::builder,
                Members.built(
                                "cluster",
                                "taskDefinition*",
                                "count",
                                "group",
                                "startedBy",
                                "clientToken",
                                "launchType")
                        .within(
                                "overrides.containerOverrides",
                                "name*",
                                "command",
                                "environment",
                                "cpu",
                                "memory",
                                "memoryReservation")
                        .accepting("propagateTags", "NONE"),
                this::run);
    }

    private RunTaskResponse run(RunTaskRequest request, Call call) {
        check(request);
        var cluster = calls.activeCluster(request.cluster());
        var launch = launch(request, cluster);
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
        refuseUnless(
                count >= 1 && count <= MOST_TASKS,
                "count must be between 1 and %d.".formatted(MOST_TASKS));
        var startedBy = Requests.orElse(request.startedBy(), "");
        refuseUnless(
                startedBy.isEmpty() || STARTED_BY.matcher(startedBy).matches(),
                "startedBy can have up to 128 letters, digits, hyphens, slashes and underscores.");
        var group = Requests.orElse(request.group(), "");
        refuseUnless(group.length() <= 255, "group can have up to 255 characters.");
        refuseUnless(
                !group.startsWith("service:"), "Groups that begin with service: are services'.");
        var token = Requests.orElse(request.clientToken(), "");
        refuseUnless(
                token.isEmpty() || TOKEN.matcher(token).matches(),
                "clientToken can have up to 64 printable characters without spaces.");
        refuseUnless(
                request.launchType() == null
                        || List.of("EC2", "EXTERNAL").contains(request.launchTypeAsString()),
                "launchType must be EC2 or EXTERNAL: tasks run on container instances here.");
    }

    private LaunchRequest launch(RunTaskRequest request, String cluster) {
        var registered = definition(request);
        var definition = TaskDefinitionDocument.read(registered.document()).build();
        var launchType = launchType(request, definition);
        var overrides = Overrides.of(request.overrides(), definition.containerDefinitions());
        var containers =
                definition.containerDefinitions().stream().map(overrides::container).toList();
        var group = Requests.orElse(request.group(), "");
        var startedBy = Requests.orElse(request.startedBy(), "");
        var template =
                new TaskSpec(
                        cluster,
                        null,
                        null,
                        registered.family(),
                        registered.revision(),
                        group.isEmpty() ? "family:" + registered.family() : group,
                        startedBy.isEmpty() ? null : startedBy,
                        launchType,
                        overrides.json(),
                        containers.stream().mapToInt(ContainerSpec::cpu).sum(),
                        containers.stream().mapToInt(RunTask::charged).sum(),
                        containers);
        return new LaunchRequest(
                template,
                Requests.orElse(request.count(), 1),
                registered.shape().fixedPorts(),
                registered.shape().requiredAttributes());
    }

    private Registered definition(RunTaskRequest request) {
        var account = calls.plane().account();
        var named = calls.arns().taskDefinition(request.taskDefinition());
        var found =
                TaskDefinitionOperations.find(account, named)
                        .orElseThrow(TaskDefinitionOperations::unknown);
        if (!TaskDefinitionOperations.isActive(account, found)) {
            throw ApiException.client("TaskDefinition is inactive");
        }
        return found;
    }

    private static String launchType(RunTaskRequest request, TaskDefinition definition) {
        var launchType = Requests.orElse(request.launchTypeAsString(), "EC2");
        var required = definition.requiresCompatibilitiesAsStrings();
        refuseUnless(
                request.launchType() == null || required.isEmpty() || required.contains(launchType),
                "Task definition does not support launch_type %s.".formatted(launchType));
        return launchType;
    }

    /** The soft limit where there is one, as in ECS. */
    private static int charged(ContainerSpec container) {
        return container.memoryReservation() > 0
                ? container.memoryReservation()
                : container.memory();
    }

    /** However often the call is sent with this token, its tasks are launched once. */
    private RunTaskResponse once(
            RunTaskRequest request, String cluster, LaunchRequest launch, Call call) {
        var key = new ClientTokens.Key(cluster, "RunTask", request.clientToken());
        var outcome = calls.plane().launches().launch(launch, key, fingerprint(request));
        return switch (ControlPlaneCalls.await(outcome)) {
            case Outcome.Answered(var result, var gone) -> answer(cluster, result, gone);
            case Outcome.Conflict(var taskIds) ->
                    throw ApiException.conflict(
                            "The clientToken was used before, with other parameters.",
                            taskIds.stream().map(id -> calls.arns().task(cluster, id)).toList());
        };
    }

    private static String fingerprint(RunTaskRequest request) {
        ObjectNode parameters = AwsJsonCodec.encode(request);
        parameters.remove("clientToken");
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(AwsJsonCodec.write(parameters));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private RunTaskResponse answer(String cluster, LaunchResult result, List<String> gone) {
        var contents = calls.snapshot(cluster);
        var account = calls.plane().account();
        var tasks = new ArrayList<Task>();
        for (var launched : result.launched()) {
            contents.task(launched.taskId())
                    .ifPresent(task -> tasks.add(model.of(task, contents, account)));
            LOG.info("task {}/{} launched", cluster, launched.taskId());
        }
        var failures = new ArrayList<Failure>();
        result.failures().forEach(unfit -> failures.add(failure(cluster, unfit)));
        gone.forEach(id -> failures.add(Requests.missing(calls.arns().task(cluster, id))));
        return RunTaskResponse.builder().tasks(tasks).failures(failures).build();
    }

    private Failure failure(String cluster, Unfit unfit) {
        return Failure.builder()
                .arn(calls.arns().containerInstance(cluster, unfit.instanceId()))
                .reason(unfit.reason())
                .build();
    }

    private static void refuseUnless(boolean holds, String sentence) {
        if (!holds) {
            throw ApiException.invalidParameter(sentence);
        }
    }
}

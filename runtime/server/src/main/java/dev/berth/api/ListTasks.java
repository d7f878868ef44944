package dev.berth.api;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.task.Task;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;

/** ListTasks: those that are to run, unless a filter says otherwise. */
final class ListTasks {
    private final ControlPlaneCalls calls;

    ListTasks(ControlPlaneCalls calls) {
        this.calls = calls;
    }

    Operation<?, ?> operation() {
        return new Operation<>(
                "ListTasks",
                ListTasksRequest::builder,
                Members.built(
                        "cluster",
                        "containerInstance",
                        "family",
                        "startedBy",
                        "desiredStatus",
                        "launchType",
                        "nextToken",
                        "maxResults"),
                (request, _) -> list(request));
    }

    private ListTasksResponse list(ListTasksRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        var status =
                Requests.oneOf(
                        "desiredStatus",
                        request.desiredStatusAsString(),
                        "RUNNING",
                        "PENDING",
                        "STOPPED");
        Requests.oneOf(
                "launchType",
                request.launchTypeAsString(),
                "EC2",
                "FARGATE",
                "EXTERNAL",
                "MANAGED_INSTANCES");
        refuseOtherFiltersBesideStartedBy(request);
        var wanted = Requests.orElse(status, "RUNNING");
        var ids =
                on(request, cluster, calls.snapshot(cluster))
                        .filter(task -> task.desiredStatus().name().equals(wanted))
                        .filter(task -> matches(request, task))
                        .map(task -> task.spec().taskId())
                        .sorted()
                        .toList();
        var page =
                Page.of(
                        ids,
                        list(request, cluster, wanted),
                        request.maxResults(),
                        request.nextToken());
        return ListTasksResponse.builder()
                .taskArns(
                        page.entries().stream().map(id -> calls.arns().task(cluster, id)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static void refuseOtherFiltersBesideStartedBy(ListTasksRequest request) {
        if (isGiven(request.startedBy())
                && (isGiven(request.family()) || isGiven(request.containerInstance()))) {
            throw ApiException.invalidParameter(
                    "startedBy must be the only filter: leave out family and containerInstance.");
        }
    }

    private Stream<Task.Launched> on(
            ListTasksRequest request, String cluster, ClusterSnapshot contents) {
        if (!isGiven(request.containerInstance())) {
            return contents.tasksInOrder();
        }
        var named = calls.arns().containerInstance(request.containerInstance());
        return named.mayBeIn(cluster) ? contents.tasksOn(named.id()) : Stream.empty();
    }

    private static boolean matches(ListTasksRequest request, Task.Launched task) {
        return allows(request.family(), task.spec().family())
                && allows(request.startedBy(), task.spec().startedBy())
                && allows(request.launchTypeAsString(), task.spec().launchType());
    }

    private static boolean allows(String filter, String value) {
        return !isGiven(filter) || filter.equals(value);
    }

    private static boolean isGiven(String filter) {
        return filter != null && !filter.isEmpty();
    }

    private static String list(ListTasksRequest request, String cluster, String status) {
        return String.join(
                " ",
                "ListTasks",
                cluster,
                status,
                String.valueOf(request.containerInstance()),
                String.valueOf(request.family()),
                String.valueOf(request.startedBy()),
                String.valueOf(request.launchTypeAsString()));
    }
}

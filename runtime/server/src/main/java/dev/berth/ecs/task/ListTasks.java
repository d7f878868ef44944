package dev.berth.ecs.task;

import dev.berth.actors.entity.Index;
import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.view.AggregateTable.Term;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.task.Task;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.wire.ApiException;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import dev.berth.wire.Page;
import java.util.ArrayList;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;

/** ListTasks: tasks with the desired status RUNNING, unless a filter says otherwise. */
public final class ListTasks {
    private final ControlPlaneCalls calls;

    public ListTasks(ControlPlaneCalls calls) {
        this.calls = calls;
    }

    public Operation<?, ?> operation() {
        return new Operation<>(
                "ListTasks",
                ListTasksRequest::builder,
                Members.supported(
                        "cluster",
                        "containerInstance",
                        "family",
                        "serviceName",
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
        var contents = calls.snapshot(cluster);
        var group = group(request.serviceName(), cluster, contents);
        var page =
                Page.of(
                        calls.pageTokens(),
                        after -> select(request, cluster, contents, group, wanted, after),
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
                && (isGiven(request.family())
                        || isGiven(request.containerInstance())
                        || isGiven(request.serviceName()))) {
            throw ApiException.invalidParameter(
                    "startedBy must be the only filter: leave out family, serviceName and"
                            + " containerInstance.");
        }
    }

    /** The group of the tasks of a service; null if the request names none. */
    private String group(String service, String cluster, ClusterSnapshot contents) {
        if (!isGiven(service)) {
            return null;
        }
        var name = calls.arns().service(service).within(cluster).id();
        contents.service(name).orElseThrow(ApiException::serviceNotFound);
        return "service:" + name;
    }

    /** The ids after this one, from the smallest matching index entry. */
    private Stream<String> select(
            ListTasksRequest request,
            String cluster,
            ClusterSnapshot contents,
            String group,
            String status,
            String after) {
        if ("PENDING".equals(status)) {
            return Stream.empty(); // a desired status that no task has
        }
        var desired = Task.DesiredStatus.valueOf(status);
        var terms = new ArrayList<Term<Task>>();
        if (isGiven(request.containerInstance())) {
            var named = calls.arns().containerInstance(request.containerInstance()).within(cluster);
            terms.add(term(TaskAggregate.INSTANCE, desired, named.id()));
        }
        if (isGiven(request.family())) {
            terms.add(term(TaskAggregate.FAMILY, desired, request.family()));
        }
        if (group != null) {
            terms.add(term(TaskAggregate.GROUP, desired, group));
        }
        if (isGiven(request.startedBy())) {
            terms.add(term(TaskAggregate.STARTED_BY, desired, request.startedBy()));
        }
        if (isGiven(request.launchTypeAsString())) {
            terms.add(term(TaskAggregate.LAUNCH_TYPE, desired, request.launchTypeAsString()));
        }
        if (terms.isEmpty()) {
            terms.add(new Term<>(TaskAggregate.DESIRED_STATUS, desired.name()));
        }
        return contents.tasks().select(terms, after);
    }

    private static Term<Task> term(Index<Task> index, Task.DesiredStatus desired, String value) {
        return new Term<>(index, TaskAggregate.of(desired, value));
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
                String.valueOf(request.serviceName()),
                String.valueOf(request.startedBy()),
                String.valueOf(request.launchTypeAsString()));
    }
}

package dev.berth.ecs.service;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.Service.Details;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskCommand;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionResponse;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

/**
 * UpdateTaskProtection and GetTaskProtection. Scale-in and deployments spare a task of a service
 * while it is protected. A service never has more protected tasks than it is to have tasks.
 */
final class TaskProtectionOperations {
    private static final String SERVICES = "service:";
    private static final int MOST_UPDATED = 10;
    private static final int DEFAULT_MINUTES = 120;
    private static final int MOST_MINUTES = 2_880;

    private final ControlPlaneCalls calls;

    TaskProtectionOperations(ControlPlaneCalls calls) {
        this.calls = calls;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                new Operation<>(
                        "UpdateTaskProtection",
                        UpdateTaskProtectionRequest::builder,
                        Members.supported(
                                "cluster*", "tasks", "protectionEnabled*", "expiresInMinutes"),
                        (request, _) -> update(request)),
                new Operation<>(
                        "GetTaskProtection",
                        GetTaskProtectionRequest::builder,
                        Members.supported("cluster*", "tasks"),
                        (request, _) -> get(request)));
    }

    private UpdateTaskProtectionResponse update(UpdateTaskProtectionRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        Requests.require(request.tasks(), "tasks");
        var minutes = Requests.orElse(request.expiresInMinutes(), DEFAULT_MINUTES);
        Requests.refuseUnless(
                minutes >= 1 && minutes <= MOST_MINUTES,
                "expiresInMinutes must be between 1 and %d.".formatted(MOST_MINUTES));
        var until =
                request.protectionEnabled()
                        ? now().truncatedTo(ChronoUnit.MILLIS).plus(minutes, ChronoUnit.MINUTES)
                        : null;
        var tasks = new ArrayList<ProtectedTask>();
        var failures = new ArrayList<Failure>();
        for (var given : Requests.eachOnce(request.tasks(), "tasks", MOST_UPDATED)) {
            var id = calls.arns().task(given).within(cluster).id();
            obstacle(cluster, id, until)
                    .ifPresentOrElse(failures::add, () -> tasks.add(protect(cluster, id, until)));
        }
        return UpdateTaskProtectionResponse.builder()
                .protectedTasks(tasks)
                .failures(failures)
                .build();
    }

    private ProtectedTask protect(String cluster, String id, Instant until) {
        calls.ask(AggregateKind.TASK.at(cluster, id), new TaskCommand.Protect(until));
        return shown(cluster, id, until);
    }

    private GetTaskProtectionResponse get(GetTaskProtectionRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        var tasks = new ArrayList<ProtectedTask>();
        var failures = new ArrayList<Failure>();
        for (var given : Requests.toDescribe(request.tasks(), "tasks")) {
            var id = calls.arns().task(given).within(cluster).id();
            var task = serviceTask(calls.snapshot(cluster), id);
            if (task.isPresent()) {
                tasks.add(shown(cluster, id, task.get().protectedUntil()));
            } else {
                failures.add(invalid(cluster, id));
            }
        }
        return GetTaskProtectionResponse.builder().protectedTasks(tasks).failures(failures).build();
    }

    /** A protection that has expired is none. */
    private ProtectedTask shown(String cluster, String id, Instant until) {
        var holds = until != null && until.isAfter(now());
        return ProtectedTask.builder()
                .taskArn(calls.arns().task(cluster, id))
                .protectionEnabled(holds)
                .expirationDate(holds ? until : null)
                .build();
    }

    /** Why the protection of a task cannot be set; empty where it can be. */
    private Optional<Failure> obstacle(String cluster, String id, Instant until) {
        var contents = calls.snapshot(cluster);
        var task = serviceTask(contents, id);
        if (task.isEmpty()) {
            return Optional.of(invalid(cluster, id));
        }
        if (until == null || isProtected(task.get())) {
            return Optional.empty();
        }
        var name = task.get().spec().group().substring(SERVICES.length());
        return contents.service(name)
                .flatMap(service -> blocked(service.details(), contents))
                .map(
                        detail ->
                                Failure.builder()
                                        .arn(calls.arns().task(cluster, id))
                                        .reason("DEPLOYMENT_BLOCKED")
                                        .detail(detail)
                                        .build());
    }

    private Optional<String> blocked(Details service, ClusterSnapshot contents) {
        if (service.identity().strategy() == SchedulingStrategy.DAEMON) {
            return Optional.empty();
        }
        var key = TaskAggregate.of(Task.DesiredStatus.RUNNING, SERVICES + service.name());
        var held =
                contents.tasks()
                        .states(TaskAggregate.GROUP, key)
                        .filter(task -> task instanceof Task.Active active && isProtected(active))
                        .count();
        return held < service.desiredCount()
                ? Optional.empty()
                : Optional.of(
                        "The number of protected tasks cannot be greater than the desired count of"
                                + " the service: service %s has %d protected tasks and a desired"
                                        .formatted(service.name(), held)
                                + " count of %d.".formatted(service.desiredCount()));
    }

    private boolean isProtected(Task.Active task) {
        return task.protectedUntil() != null && task.protectedUntil().isAfter(now());
    }

    private static Optional<Task.Active> serviceTask(ClusterSnapshot contents, String id) {
        return contents.task(id)
                .filter(task -> task.spec().group().startsWith(SERVICES))
                .flatMap(
                        task ->
                                task instanceof Task.Active active
                                        ? Optional.of(active)
                                        : Optional.empty());
    }

    private Failure invalid(String cluster, String id) {
        if (calls.snapshot(cluster).task(id).isEmpty()) {
            return Requests.missing(calls.arns().task(cluster, id));
        }
        return Failure.builder()
                .arn(calls.arns().task(cluster, id))
                .reason("TASK_NOT_VALID")
                .detail("The task is not running, or it does not belong to a service.")
                .build();
    }

    private Instant now() {
        return calls.plane().clock().instant();
    }
}

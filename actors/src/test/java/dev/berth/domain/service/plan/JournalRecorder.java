package dev.berth.domain.service.plan;

import dev.berth.actors.entity.Registrations;
import dev.berth.domain.Aggregate;
import dev.berth.domain.check.CheckResult;
import dev.berth.domain.check.JournalCheck;
import dev.berth.domain.check.Row;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.instance.Instances;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.Tasks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Passes the rows that a world would leave in the journal to the offline check. */
final class JournalRecorder {

    private static final String CLUSTER = "blue";

    private final ServiceWorld world;
    private final UnaryOperator<ServiceEvent> change;
    private final JournalCheck check = Registrations.journalCheck();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Set<String> instances = new HashSet<>();
    private final Map<String, Seen> seen = new HashMap<>();
    private long rows;
    private int events;

    /** What was recorded of a task. */
    private static final class Seen {
        boolean running;
        boolean stopped;
        TaskEvent.StopRequested asked;
        Instant protectedUntil;
    }

    /**
     * @param change applied to each event of the service: a journal made wrong
     */
    JournalRecorder(ServiceWorld world, UnaryOperator<ServiceEvent> change) {
        this.world = world;
        this.change = change;
    }

    CheckResult result() {
        return check.result();
    }

    private void row(String kind, String id, Aggregate.Event event) {
        var aggregate = "%s|%s/%s".formatted(kind, CLUSTER, id);
        check.apply(new Row(++rows, aggregate, numbers.merge(aggregate, 1L, Long::sum)), event);
    }

    /** Records everything that has changed since the last time. */
    void record() {
        for (; events < world.events.size(); events++) {
            row("Service", "web", change.apply(world.events.get(events)));
        }
        for (var id : world.instances.keySet()) {
            if (instances.add(id)) {
                row(
                        "ContainerInstance",
                        id,
                        Instances.registered(id, Instances.resources(1_000, 1_000)));
            }
        }
        var gone = new ArrayList<>(instances);
        gone.removeAll(world.instances.keySet());
        for (var id : gone) {
            instances.remove(id);
            row("ContainerInstance", id, new InstanceEvent.Deregistered(world.now));
        }
        world.tasks.values().forEach(this::record);
    }

    private void record(SimulatedTask task) {
        var known = seen.get(task.id);
        if (known == null) {
            known = new Seen();
            seen.put(task.id, known);
            launch(task);
        }
        if (task.startedAt != null && !known.running) {
            known.running = true;
            row(
                    "Task",
                    task.id,
                    new TaskEvent.Progressed(Tasks.report(LastStatus.RUNNING), task.startedAt));
        }
        if (!task.stopped && !Objects.equals(known.protectedUntil, task.protectedUntil)) {
            known.protectedUntil = task.protectedUntil;
            row("Task", task.id, new TaskEvent.ProtectionSet(task.protectedUntil, world.now));
        }
        if (!task.isLive() && known.asked == null && task.stopReason != null) {
            known.asked =
                    new TaskEvent.StopRequested(
                            StopCode.SERVICE_SCHEDULER_INITIATED, task.stopReason, task.endedAt);
            row("Task", task.id, known.asked);
        }
        if (task.stopped && !known.stopped) {
            known.stopped = true;
            row("Task", task.id, end(task, known));
        }
    }

    private void launch(SimulatedTask task) {
        var revision = Integer.parseInt(task.deploymentId.substring("ecs-svc/".length()));
        row(
                "ContainerInstance",
                task.instanceId,
                new InstanceEvent.Reserved(
                        List.of(new Reservation(task.id, 0, 0, Set.of(), task.createdAt)),
                        Set.of()));
        row(
                "Task",
                task.id,
                new TaskEvent.Launched(
                        new TaskSpec(
                                CLUSTER,
                                task.id,
                                task.instanceId,
                                "web",
                                revision,
                                "service:web",
                                task.deploymentId,
                                "EC2",
                                null,
                                0,
                                0,
                                List.of()),
                        task.createdAt));
    }

    private TaskEvent.Stopped end(SimulatedTask task, Seen known) {
        var over = Tasks.report(LastStatus.STOPPED);
        if (known.asked != null && world.instances.containsKey(task.instanceId)) {
            return new TaskEvent.Stopped(over, known.asked.code(), known.asked.reason(), world.now);
        }
        return switch (task.cause) {
            case FAILED_TO_START ->
                    new TaskEvent.Stopped(
                            over, StopCode.TASK_FAILED_TO_START, "no image", world.now);
            case EXITED ->
                    new TaskEvent.Stopped(
                            over, StopCode.ESSENTIAL_CONTAINER_EXITED, "exited", world.now);
            case UNHEALTHY, OTHER ->
                    new TaskEvent.Stopped(
                            null, StopCode.TERMINATION_NOTICE, "deregistered", world.now);
        };
    }
}

package dev.berth.actors.entity;

import dev.berth.domain.check.AggregateCheck;
import dev.berth.domain.task.PostMortem;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.DesiredStatus;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskDecider;
import dev.berth.domain.task.TaskEvent;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Tasks. */
public final class TaskAggregate {

    /** By desired status. */
    public static final Index<Task> DESIRED_STATUS =
            launched("desired status", task -> Set.of(task.desiredStatus().name()));

    /** By last status, and by last status and launch type: see {@link #of(LastStatus, String)}. */
    public static final Index<Task> LAST_STATUS =
            launched(
                    "last status",
                    task ->
                            Set.of(
                                    task.lastStatus().name(),
                                    of(task.lastStatus(), task.spec().launchType())));

    /** Tasks that are not STOPPED by the id of their instance. */
    public static final Index<Task> ACTIVE_ON =
            Index.by(
                    "active on instance",
                    state ->
                            state instanceof Task.Active active
                                    ? Set.of(active.spec().instanceId())
                                    : Set.of());

    /** By desired status and the id of the instance: see {@link #of(DesiredStatus, String)}. */
    public static final Index<Task> INSTANCE = byDesired("instance", t -> t.spec().instanceId());

    /** By desired status and family. */
    public static final Index<Task> FAMILY = byDesired("family", t -> t.spec().family());

    /** By desired status and group, such as {@code service:web} for the tasks of a service. */
    public static final Index<Task> GROUP = byDesired("group", t -> t.spec().group());

    /** By desired status and {@code startedBy}. */
    public static final Index<Task> STARTED_BY = byDesired("startedBy", t -> t.spec().startedBy());

    /** By desired status and launch type. */
    public static final Index<Task> LAUNCH_TYPE =
            byDesired("launch type", t -> t.spec().launchType());

    /** By task definition, as {@code family:revision}. */
    public static final Index<Task> DEFINITION =
            launched(
                    "definition",
                    task -> Set.of(task.spec().family() + ":" + task.spec().revision()));

    private TaskAggregate() {}

    static AggregateKind<TaskCommand, TaskEvent, Task> kind() {
        return new AggregateKind<>(
                "Task",
                TaskEvent.class,
                Task.class,
                new TaskDecider(),
                List.of(
                        JournalName.of("task.launched/1", TaskEvent.Launched.class),
                        JournalName.of("task.tags-changed/1", TaskEvent.TagsChanged.class),
                        JournalName.of("task.abandoned/1", TaskEvent.Abandoned.class),
                        JournalName.of("task.stop-requested/1", TaskEvent.StopRequested.class),
                        JournalName.of("task.progressed/1", TaskEvent.Progressed.class),
                        JournalName.of("task.stopped/1", TaskEvent.Stopped.class),
                        JournalName.of("task.protection-set/1", TaskEvent.ProtectionSet.class),
                        new JournalName(
                                "task.examined/1",
                                TaskEvent.Examined.class,
                                new TaskEvent.Examined(PostMortem.EMPTY, Instant.EPOCH))),
                Shown.in(
                        Shown.Place.CLUSTER,
                        Task.Launched.class::isInstance,
                        TaskAggregate::endedAt,
                        List.of(
                                DESIRED_STATUS,
                                LAST_STATUS,
                                ACTIVE_ON,
                                INSTANCE,
                                FAMILY,
                                GROUP,
                                STARTED_BY,
                                LAUNCH_TYPE,
                                DEFINITION)),
                new RetentionRule.AsHistory<>(
                        List.of(
                                RetentionRule.Ending.of(
                                        TaskEvent.Stopped.class, TaskEvent.Stopped::at),
                                RetentionRule.Ending.<TaskEvent, TaskEvent.Abandoned>of(
                                                TaskEvent.Abandoned.class, TaskEvent.Abandoned::at)
                                        .withoutPast()),
                        TaskEvent.Examined.class),
                AggregateCheck.tasks());
    }

    /** The key in {@link #LAST_STATUS} of tasks with this last status and launch type. */
    public static String of(LastStatus status, String launchType) {
        return status.name() + " " + launchType;
    }

    /**
     * The key of the tasks with this desired status and this value, such as a group or a family.
     */
    public static String of(DesiredStatus status, String value) {
        return status.name() + " " + value;
    }

    private static Instant endedAt(Task state) {
        return state instanceof Task.Stopped stopped ? stopped.stoppedAt() : null;
    }

    private static Index<Task> launched(String name, Function<Task.Launched, Set<String>> keys) {
        return Index.by(
                name, state -> state instanceof Task.Launched task ? keys.apply(task) : Set.of());
    }

    private static Index<Task> byDesired(String name, Function<Task.Launched, String> value) {
        return launched(
                name,
                task -> {
                    var key = value.apply(task);
                    return key == null ? Set.of() : Set.of(of(task.desiredStatus(), key));
                });
    }
}

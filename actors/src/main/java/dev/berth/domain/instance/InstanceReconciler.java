package dev.berth.domain.instance;

import dev.berth.domain.Reconciliation;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Plans the actions that make the reservations of an instance match its tasks.
 *
 * <p>A reservation is never released while its task can still start. To give up a reservation
 * without a task, the <em>task</em> is abandoned first, so that it can never be launched. Only then
 * the instance releases the reservation.
 */
public final class InstanceReconciler {

    /**
     * After this time a reservation without a task counts as orphaned: the launch was lost in a
     * crash.
     */
    public static final Duration ORPHANED_AFTER = Duration.ofSeconds(60);

    public sealed interface Action {

        /** Releases the reservations of tasks that have stopped or can never start. */
        record Release(String instanceId, List<String> taskIds) implements Action {}

        /** Abandons the task, and releases its reservation unless it was launched here. */
        record GiveUp(String instanceId, String taskId) implements Action {}

        /** Ends a task whose instance was deregistered by force. */
        record Orphan(String instanceId, String taskId, String reason) implements Action {}
    }

    private InstanceReconciler() {}

    /**
     * @param task the task with an id, in any state
     * @param tasksThere the launched tasks of this instance
     */
    public static Reconciliation<Action> plan(
            ContainerInstance instance,
            Function<String, Optional<Task>> task,
            Stream<Task.Launched> tasksThere,
            Instant now) {
        return switch (instance) {
            case ContainerInstance.Absent _ -> Reconciliation.of(List.of());
            case ContainerInstance.Registered registered -> planRegistered(registered, task, now);
            case ContainerInstance.Inactive inactive -> planInactive(inactive, tasksThere);
        };
    }

    /**
     * Whether a reservation may be released after its task was abandoned: only if the task's answer
     * shows that it can never start there, or has stopped.
     */
    public static boolean releases(TaskAnswer toAbandon, String instanceId) {
        return switch (toAbandon) {
            case TaskAnswer.GivenUp _ -> true;
            case TaskAnswer.LaunchedOn(var where, boolean stopped) ->
                    stopped || !where.equals(instanceId);
            case TaskAnswer.NeverLaunched _ -> false;
        };
    }

    private static Reconciliation<Action> planRegistered(
            ContainerInstance.Registered instance,
            Function<String, Optional<Task>> task,
            Instant now) {
        var release = new ArrayList<String>();
        var actions = new ArrayList<Action>();
        Instant planAgainAt = null;
        for (var reservation : instance.reservations().values()) {
            switch (task.apply(reservation.taskId()).orElseGet(Task.Absent::new)) {
                case Task.Stopped _ -> release.add(reservation.taskId());
                case Task.Abandoned _ -> release.add(reservation.taskId());
                case Task.Active active when !on(active, instance) ->
                        release.add(reservation.taskId());
                case Task.Active _ -> {}
                case Task.Absent _ -> {
                    var orphanedAt = reservation.at().plus(ORPHANED_AFTER).plusMillis(1);
                    if (!orphanedAt.isAfter(now)) {
                        actions.add(new Action.GiveUp(instance.instanceId(), reservation.taskId()));
                    } else if (planAgainAt == null || orphanedAt.isBefore(planAgainAt)) {
                        planAgainAt = orphanedAt;
                    }
                }
            }
        }
        if (!release.isEmpty()) {
            actions.add(new Action.Release(instance.instanceId(), List.copyOf(release)));
        }
        return new Reconciliation<>(actions, planAgainAt);
    }

    private static boolean on(Task.Active task, ContainerInstance.Registered instance) {
        return task.spec().instanceId().equals(instance.instanceId());
    }

    private static Reconciliation<Action> planInactive(
            ContainerInstance.Inactive instance, Stream<Task.Launched> tasksThere) {
        return Reconciliation.of(
                tasksThere
                        .filter(Task.Active.class::isInstance)
                        .map(
                                task ->
                                        new Action.Orphan(
                                                instance.instanceId(),
                                                task.spec().taskId(),
                                                "Container instance "
                                                        + instance.instanceId()
                                                        + " was deregistered forcefully."))
                        .toList());
    }
}

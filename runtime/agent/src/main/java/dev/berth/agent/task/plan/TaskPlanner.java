package dev.berth.agent.task.plan;

import dev.berth.agent.task.plan.Dependencies.Verdict;
import dev.berth.agent.task.state.ContainerPhase;
import dev.berth.agent.task.state.ContainerState;
import dev.berth.agent.task.state.TaskState;
import dev.berth.agent.task.state.TaskStateReport;
import dev.berth.agent.task.state.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Determines the next actions for a task. It is a function of the known state without memory, so
 * that an agent that was killed continues where it was.
 */
public record TaskPlanner(Duration cleanUpWait) {
    static final Duration POST_MORTEM_KEPT = Duration.ofDays(1);

    /**
     * The running actions; none of them survives the agent.
     *
     * @param busy containers with a running action
     * @param unverified containers that may have changed unnoticed
     * @param reporting a report is being sent
     * @param examining the post-mortem is being collected or sent
     */
    public record Ongoing(
            Set<String> busy, Set<String> unverified, boolean reporting, boolean examining) {}

    public List<TaskAction> plan(TaskState task, Ongoing ongoing, Instant now) {
        var actions = new ArrayList<TaskAction>();
        var imagesThere =
                task.containers().stream()
                        .noneMatch(c -> c.phase() == ContainerPhase.AWAITING_IMAGE);
        var dependencies = new Dependencies(task);
        for (var container : task.containers()) {
            var name = container.name();
            if (ongoing.busy().contains(name)) {
                continue;
            }
            if (ongoing.unverified().contains(name)) {
                actions.add(new TaskAction.Inspect(name));
                continue;
            }
            switch (container.phase()) {
                case AWAITING_IMAGE ->
                        actions.add(
                                task.isToStop()
                                        ? new TaskAction.GiveUp(name)
                                        : new TaskAction.EnsureImage(name));
                case READY -> {
                    if (task.isToStop()) {
                        actions.add(new TaskAction.GiveUp(name));
                    } else if (imagesThere) {
                        start(name, dependencies, now).ifPresent(actions::add);
                    }
                }
                case RUNNING -> {
                    if (!task.isToStop()) {
                        if (container.isAwaitingRestart()) {
                            actions.add(new TaskAction.Restart(name));
                        }
                    } else if (dependencies.mayStop(name)) {
                        actions.add(new TaskAction.Stop(name));
                    }
                }
                case STOPPED -> {
                    if (container.lingering()) {
                        actions.add(new TaskAction.Stop(name));
                    }
                }
            }
        }
        if (!ongoing.reporting()) {
            TaskStateReport.owed(task).map(TaskAction.Report::new).ifPresent(actions::add);
        }
        if (!ongoing.examining() && task.owesPostMortem()) {
            aftermath(task).ifPresent(actions::add);
        }
        if (actions.isEmpty() && ongoing.busy().isEmpty() && isDue(task, now)) {
            actions.add(new TaskAction.CleanUp());
        }
        return actions;
    }

    /** The server accepts a post-mortem only for a task that has stopped. */
    private static Optional<TaskAction> aftermath(TaskState task) {
        if (task.postMortem() == null) {
            return task.containers().stream().anyMatch(ContainerState::lingering)
                    ? Optional.empty()
                    : Optional.of(new TaskAction.Examine());
        }
        return task.acknowledged().status() == TaskStatus.STOPPED
                ? Optional.of(new TaskAction.TellPostMortem(task.postMortem()))
                : Optional.empty();
    }

    private static Optional<TaskAction> start(
            String container, Dependencies dependencies, Instant now) {
        return switch (dependencies.verdict(container, now)) {
            case Verdict.Met _ -> Optional.of(new TaskAction.Launch(container));
            case Verdict.Waits _ -> Optional.empty();
            case Verdict.Unmet(var reason) -> Optional.of(new TaskAction.Refuse(container, reason));
        };
    }

    /**
     * The time of the next action without an event, or null.
     *
     * @param idle no action is running
     * @param planned the time of the last plan. With a later time, a timeout that passed since then
     *     would be missed.
     */
    public Instant wakeAt(TaskState task, boolean idle, Instant planned) {
        var timeOut = new Dependencies(task).nextTimeOut(planned);
        var cleanUp = idle ? cleanUpAt(task) : null;
        return cleanUp == null || timeOut != null && timeOut.isBefore(cleanUp) ? timeOut : cleanUp;
    }

    /**
     * The time at which a task is cleaned up, or null while it is unknown. A post-mortem that the
     * server does not accept delays it by a day.
     */
    Instant cleanUpAt(TaskState task) {
        if (!task.isSettled()) {
            return null;
        }
        var at = task.stoppedAt().plus(cleanUpWait);
        return task.owesPostMortem() ? at.plus(POST_MORTEM_KEPT) : at;
    }

    private boolean isDue(TaskState task, Instant now) {
        var at = cleanUpAt(task);
        return at != null && !now.isBefore(at);
    }
}

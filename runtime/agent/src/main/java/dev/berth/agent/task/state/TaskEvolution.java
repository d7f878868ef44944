package dev.berth.agent.task.state;

import dev.berth.agent.docker.ContainerInspection.Absent;
import dev.berth.agent.docker.ContainerInspection.Created;
import dev.berth.agent.docker.ContainerInspection.Exited;
import dev.berth.agent.docker.ContainerInspection.Running;
import java.time.Instant;

/**
 * Applies facts to the state of a task.
 *
 * <p>A container never moves back, and only answers of Docker move it forward; a missing answer is
 * not a fact. A repeated fact changes nothing.
 */
public final class TaskEvolution {
    static final String ESSENTIAL_EXIT = "Essential container in task exited";

    private TaskEvolution() {}

    public static TaskState evolve(TaskState task, TaskFact fact) {
        var next =
                switch (fact) {
                    case TaskFact.StopRequested(var cause, var seqNum, _) ->
                            task.toStop(cause, seqNum);
                    case TaskFact.AskedAgain(var seqNum, _) -> task.toldNothing(seqNum);
                    case TaskFact.ImageReady ready -> imageReady(task, ready);
                    case TaskFact.Failed(var name, var reason, var at) ->
                            task.withContainer(name, c -> hasStarted(c) ? c : c.lost(at, reason));
                    case TaskFact.PortsChosen(var name, var ports, _) ->
                            task.withContainer(
                                    name,
                                    c ->
                                            c.phase() == ContainerPhase.READY
                                                    ? c.withPorts(ports)
                                                    : c);
                    case TaskFact.Seen seen ->
                            task.withContainer(seen.container(), c -> seen(task, c, seen));
                    case TaskFact.NotRestarted(var name, var reason, var at) ->
                            task.withContainer(
                                    name, c -> c.isAwaitingRestart() ? c.lost(at, reason) : c);
                    case TaskFact.NotStarted(var name, var at) ->
                            task.withContainer(name, c -> hasStarted(c) ? c : c.lost(at, null));
                    case TaskFact.Reported(var report, _) -> task.with(report.acknowledgement());
                    case TaskFact.Examined(var found, _) ->
                            task.postMortem() == null ? task.withPostMortem(found) : task;
                    case TaskFact.PostMortemTaken _ -> task.withPostMortem(TaskPostMortem.TAKEN);
                };
        return milestones(next, fact.at());
    }

    private static boolean hasStarted(ContainerState container) {
        return container.phase().compareTo(ContainerPhase.RUNNING) >= 0;
    }

    private static TaskState imageReady(TaskState task, TaskFact.ImageReady ready) {
        if (task.container(ready.container()).phase() != ContainerPhase.AWAITING_IMAGE) {
            return task;
        }
        return task.withContainer(ready.container(), c -> c.ready(ready.digest()))
                .pulled(ready.asked(), ready.at());
    }

    private static ContainerState seen(
            TaskState task, ContainerState container, TaskFact.Seen seen) {
        return switch (seen.sighting()) {
            case Running running ->
                    container.isStopped()
                            ? container.lingering(true)
                            : running(container, running, seen.at());
            case Exited exited -> {
                if (container.isStopped()) {
                    yield container.lingering(false);
                }
                yield RestartRule.startsAgain(task, container, exited)
                        ? container.awaitingRestart(exited.finishedAt())
                        : ended(container, exited, seen);
            }
            case Created created -> created(container, created, seen.at());
            case Absent _ ->
                    switch (container.phase()) {
                        case AWAITING_IMAGE, READY -> container;
                        case RUNNING ->
                                container.lost(
                                        seen.at(),
                                        "ContainerVanishedError: Docker no longer has the container");
                        case STOPPED -> container.lingering(false);
                    };
        };
    }

    private static ContainerState running(ContainerState container, Running running, Instant at) {
        return container.running(
                running.id(),
                running.startedAt() == null ? at : running.startedAt(),
                container.vitals().running(Vitals.Health.of(running.health()), at));
    }

    private static ContainerState ended(
            ContainerState container, Exited exited, TaskFact.Seen seen) {
        return container.ended(
                exited.id(),
                new ContainerState.Run(
                        exited.startedAt() == null ? seen.at() : exited.startedAt(),
                        exited.finishedAt() == null ? seen.at() : exited.finishedAt(),
                        exited.exitCode(),
                        exited.outOfMemory()
                                ? "OutOfMemoryError: Container killed due to memory usage"
                                : null));
    }

    /**
     * A container from an attempt to start it that Docker refused, or that was interrupted; only
     * the first is final.
     */
    private static ContainerState created(ContainerState container, Created created, Instant at) {
        if (container.phase() != ContainerPhase.READY
                || created.error().isEmpty()
                || PortConflict.isIn(created.error())) {
            return container;
        }
        return container.ended(
                created.id(),
                new ContainerState.Run(
                        null,
                        null,
                        null,
                        "CannotStartContainerError: Error response from daemon: "
                                + created.error()));
    }

    private static TaskState milestones(TaskState task, Instant at) {
        var ran = task.ranAt() == null && !task.isToStop() && isUp(task) ? at : task.ranAt();
        var essentialEnd = task.executionStoppedAt();
        var cause = task.stopCause();
        for (var container : task.containers()) {
            if (!container.isStopped() || !task.isEssential(container.name())) {
                continue;
            }
            cause = cause == null ? ESSENTIAL_EXIT : cause;
            var end = container.finishedAt();
            if (end != null && (essentialEnd == null || end.isBefore(essentialEnd))) {
                essentialEnd = end;
            }
        }
        var over = task.containers().stream().allMatch(ContainerState::isStopped);
        if (over && cause == null) {
            // Every container has ended, or there is none.
            cause = task.containers().isEmpty() ? null : ESSENTIAL_EXIT;
        }
        var stopped = task.stoppedAt() == null && over && cause != null ? at : task.stoppedAt();
        var next = cause == null ? task : task.toStop(cause, 0);
        return next.reached(ran, essentialEnd, stopped);
    }

    /**
     * Whether every essential container has run, and every other container is running or has ended.
     */
    private static boolean isUp(TaskState task) {
        return !task.containers().isEmpty()
                && task.containers().stream()
                        .allMatch(
                                c -> hasStarted(c) && (c.hasRun() || !task.isEssential(c.name())));
    }
}

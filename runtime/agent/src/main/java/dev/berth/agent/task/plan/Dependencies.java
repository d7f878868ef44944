package dev.berth.agent.task.plan;

import dev.berth.agent.task.state.ContainerPhase;
import dev.berth.agent.task.state.ContainerState;
import dev.berth.agent.task.state.TaskState;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadDependency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The order of a task's containers: the containers that must reach a condition before a container
 * starts, and those that must have ended before it is stopped. Links and volumes of other
 * containers are dependencies too. As in ECS, START is met by a container that is beyond RUNNING,
 * even if it never ran. Docker then refuses a link or volumes that do not exist.
 */
public record Dependencies(TaskState task) {

    /** Whether a container may start. */
    sealed interface Verdict {
        record Met() implements Verdict {}

        /**
         * @param until when waiting ends without success, or null for no limit
         */
        record Waits(Instant until) implements Verdict {}

        /**
         * @param reason for the container's report
         */
        record Unmet(String reason) implements Verdict {}
    }

    static final String ERROR = "TaskDependencyError: ";

    /** All dependencies of a container. */
    static List<PayloadDependency> of(PayloadContainer container) {
        var all = new ArrayList<>(container.dependsOn());
        container
                .links()
                .forEach(link -> all.add(new PayloadDependency(link.split(":", 2)[0], "START")));
        container
                .volumesFrom()
                .forEach(from -> all.add(new PayloadDependency(from.sourceContainer(), "START")));
        return all;
    }

    /** Whether a container may start now. */
    Verdict verdict(String container, Instant now) {
        Instant until = null;
        var waits = false;
        for (var dependency : task.description(container).map(Dependencies::of).orElse(List.of())) {
            switch (verdict(dependency, now)) {
                case Verdict.Met _ -> {}
                case Verdict.Unmet unmet -> {
                    return unmet;
                }
                case Verdict.Waits(var end) -> {
                    waits = true;
                    until = until == null || end != null && end.isBefore(until) ? end : until;
                }
            }
        }
        return waits ? new Verdict.Waits(until) : new Verdict.Met();
    }

    private Verdict verdict(PayloadDependency dependency, Instant now) {
        var other = task.container(dependency.containerName());
        if (isMet(dependency.condition(), other)) {
            return new Verdict.Met();
        }
        if (other.isStopped()) {
            return new Verdict.Unmet(
                    ERROR
                            + "container %s ended before it reached %s"
                                    .formatted(other.name(), dependency.condition()));
        }
        var until = timeOut(other);
        return until != null && !now.isBefore(until)
                ? new Verdict.Unmet(
                        ERROR
                                + "container %s did not reach %s within its startTimeout"
                                        .formatted(other.name(), dependency.condition()))
                : new Verdict.Waits(until);
    }

    private static boolean isMet(String condition, ContainerState other) {
        return switch (condition) {
            case "START" -> other.isRunning() || other.isStopped();
            case "COMPLETE" -> other.isStopped() && other.hasRun();
            case "SUCCESS" ->
                    other.isStopped() && other.exitCode() != null && other.exitCode() == 0;
            case "HEALTHY" -> other.isHealthy();
            default -> throw new IllegalStateException("validated before: " + condition);
        };
    }

    /** Counted from its start; null before the start, and without a startTimeout. */
    private Instant timeOut(ContainerState other) {
        var seconds =
                task.description(other.name()).map(PayloadContainer::startTimeout).orElse(null);
        return seconds == null || !other.hasRun() ? null : other.startedAt().plusSeconds(seconds);
    }

    /** Whether a container can be stopped: no running container depends on it. */
    boolean mayStop(String container) {
        return task.containers().stream()
                .filter(other -> !other.isStopped() && !other.name().equals(container))
                .flatMap(other -> task.description(other.name()).stream())
                .flatMap(other -> Dependencies.of(other).stream())
                .noneMatch(dependency -> dependency.containerName().equals(container));
    }

    /** The next time at which waiting for a container times out; null for none. */
    Instant nextTimeOut(Instant now) {
        return task.isToStop()
                ? null
                : task.containers().stream()
                        .filter(container -> container.phase() == ContainerPhase.READY)
                        .flatMap(
                                container ->
                                        verdict(container.name(), now)
                                                                instanceof Verdict.Waits(var until)
                                                        && until != null
                                                ? Stream.of(until)
                                                : Stream.empty())
                        .min(Instant::compareTo)
                        .orElse(null);
    }
}

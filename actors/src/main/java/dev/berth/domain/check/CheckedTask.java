package dev.berth.domain.check;

import dev.berth.domain.HostPort;
import dev.berth.domain.task.ContainerProgress;
import dev.berth.domain.task.ContainerProgress.Status;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.TaskReport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The check's record of a task that was launched and has not stopped. */
final class CheckedTask {

    private record Bound(Status status, Set<HostPort> ports) {}

    private final String instance;
    private final Map<String, Bound> containers = new HashMap<>();
    private StopCode asked;
    private String reason;

    /**
     * @param instance the persistence id of its instance
     */
    CheckedTask(String instance) {
        this.instance = instance;
    }

    String instance() {
        return instance;
    }

    /** Records a request to stop the task, and returns what is wrong with it. */
    Optional<String> requestStop(StopCode code, String why) {
        if (asked != null) {
            return Optional.of(
                    "The task was asked to stop again; %s was already recorded."
                            .formatted(asked.wireName()));
        }
        asked = code;
        reason = why;
        return code == null
                ? Optional.of("The task was asked to stop without a stop code.")
                : Optional.empty();
    }

    /** Returns what is wrong with this end of the task. */
    Optional<String> end(TaskReport report, StopCode code, String why) {
        if (code == null) {
            return Optional.of("The task stopped without a stop code.");
        }
        if (report == null) {
            return code == StopCode.TERMINATION_NOTICE
                    ? Optional.empty()
                    : Optional.of(
                            "The task stopped as %s without a report of an agent."
                                    .formatted(code.wireName()));
        }
        if (asked != null) {
            return code == asked && Objects.equals(why, reason)
                    ? Optional.empty()
                    : Optional.of(
                            "The task stopped as %s, but %s with another reason or code was recorded."
                                    .formatted(code.wireName(), asked.wireName()));
        }
        return switch (code) {
            case USER_INITIATED, SERVICE_SCHEDULER_INITIATED, TERMINATION_NOTICE ->
                    Optional.of(
                            "The task stopped as %s without a recorded request to stop it."
                                    .formatted(code.wireName()));
            case TASK_FAILED_TO_START, ESSENTIAL_CONTAINER_EXITED -> Optional.empty();
        };
    }

    /** The host ports that the task has bound after one more report. */
    Set<HostPort> report(TaskReport report) {
        report.containers().forEach(this::report);
        var ports = new HashSet<HostPort>();
        containers.values().forEach(container -> ports.addAll(container.ports()));
        return ports;
    }

    /** Reports can be late: a report with an earlier status is ignored. */
    private void report(ContainerProgress container) {
        var known = containers.getOrDefault(container.name(), new Bound(Status.PENDING, Set.of()));
        if (container.status().compareTo(known.status()) < 0) {
            return;
        }
        var ports =
                container.bindings().stream()
                        .map(ContainerProgress.Binding::hostPort)
                        .collect(Collectors.toUnmodifiableSet());
        containers.put(
                container.name(),
                switch (container.status()) {
                    case STOPPED -> new Bound(Status.STOPPED, Set.of());
                    case PENDING, RUNNING ->
                            new Bound(container.status(), ports.isEmpty() ? known.ports() : ports);
                });
    }
}

package dev.berth.agent.task.state;

import dev.berth.agent.docker.PublishedPort;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A report about a task to the server (SubmitTaskStateChange). */
public record TaskStateReport(
        String task,
        String cluster,
        TaskStatus status,
        List<OfContainer> containers,
        Instant pullStartedAt,
        Instant pullStoppedAt,
        Instant executionStoppedAt) {
    /**
     * @param bindings of containers that ran; repeated when they have stopped
     */
    public record OfContainer(
            String name,
            TaskStatus status,
            String dockerId,
            String imageDigest,
            Integer exitCode,
            String reason,
            List<PublishedPort> bindings) {}

    /**
     * The next report, if there is something to report: each container that started or ended, at
     * once, and the task as a whole. RUNNING is always reported before STOPPED, even if the task
     * has already stopped, so that a task that ran can be distinguished from a task that never ran.
     */
    public static Optional<TaskStateReport> owed(TaskState task) {
        var told = task.acknowledged();
        if (told.status() == TaskStatus.STOPPED) {
            return Optional.empty();
        }
        if (task.ranAt() != null && told.status() == TaskStatus.NONE) {
            return Optional.of(of(task, TaskStatus.RUNNING));
        }
        if (task.isStopped()) {
            return Optional.of(of(task, TaskStatus.STOPPED));
        }
        var report = of(task, told.status());
        return tellsMore(report.acknowledgement(), told) ? Optional.of(report) : Optional.empty();
    }

    private static boolean tellsMore(
            TaskState.Acknowledgement report, TaskState.Acknowledgement told) {
        return !told.running().containsAll(report.running())
                || !told.stopped().containsAll(report.stopped());
    }

    /** The acknowledged state after the server has accepted this report. */
    TaskState.Acknowledgement acknowledgement() {
        return new TaskState.Acknowledgement(status, in(TaskStatus.RUNNING), stopped());
    }

    /** The containers that are STOPPED in this report. */
    public List<String> stopped() {
        return in(TaskStatus.STOPPED);
    }

    private List<String> in(TaskStatus wanted) {
        return containers.stream()
                .filter(c -> c.status() == wanted)
                .map(OfContainer::name)
                .toList();
    }

    private static TaskStateReport of(TaskState task, TaskStatus status) {
        return new TaskStateReport(
                task.arn(),
                task.task().taskClusterArn(),
                status,
                task.containers().stream().map(TaskStateReport::of).toList(),
                task.pullStartedAt(),
                task.pullStoppedAt(),
                task.executionStoppedAt());
    }

    private static OfContainer of(ContainerState container) {
        return new OfContainer(
                container.name(),
                status(container),
                container.dockerId(),
                container.imageDigest(),
                container.exitCode(),
                container.reason(),
                container.hasRun() ? container.ports() : List.of());
    }

    private static TaskStatus status(ContainerState container) {
        return switch (container.phase()) {
            case AWAITING_IMAGE, READY -> TaskStatus.NONE;
            case RUNNING -> TaskStatus.RUNNING;
            case STOPPED -> TaskStatus.STOPPED;
        };
    }
}

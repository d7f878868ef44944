package dev.berth.agent.task.state;

import dev.berth.agent.docker.PublishedPort;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the server is told about a task (SubmitTaskStateChange). */
public record TaskStateReport(
        String task,
        String cluster,
        TaskStatus status,
        List<OfContainer> containers,
        Instant pullStartedAt,
        Instant pullStoppedAt,
        Instant executionStoppedAt) {
    /**
     * @param bindings of the containers that were run; repeated when they have stopped
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
     * What the server has not been told yet, if anything: each container that started or ended, as
     * soon as it did, and the task as a whole. RUNNING always comes before STOPPED, also for a task
     * that ended before it could be said, so that a task that ran can be told from one that never
     * did.
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

    /** What the server has acknowledged once it has taken this report. */
    TaskState.Acknowledgement acknowledgement() {
        return new TaskState.Acknowledgement(status, in(TaskStatus.RUNNING), stopped());
    }

    /** The containers that this report says have stopped. */
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

package dev.berth.agent.task;

import dev.berth.agent.docker.PublishedPort;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the server is told about a task (SubmitTaskStateChange). */
public record TaskReport(
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
     * What the server has not been told yet, if anything. RUNNING always comes before STOPPED, also
     * for a task that ended before it could be said, so that a task that ran can be told from one
     * that never did.
     */
    static Optional<TaskReport> owed(TaskState task) {
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
        var news =
                told.status() == TaskStatus.RUNNING
                        && !task.isToStop()
                        && !told.stopped().containsAll(stopped(task));
        return news ? Optional.of(of(task, TaskStatus.RUNNING)) : Optional.empty();
    }

    /** The containers that this report says have stopped. */
    List<String> stopped() {
        return containers.stream()
                .filter(c -> c.status() == TaskStatus.STOPPED)
                .map(OfContainer::name)
                .toList();
    }

    private static List<String> stopped(TaskState task) {
        return task.containers().stream()
                .filter(ContainerState::isStopped)
                .map(ContainerState::name)
                .toList();
    }

    private static TaskReport of(TaskState task, TaskStatus status) {
        return new TaskReport(
                task.arn(),
                task.task().taskClusterArn(),
                status,
                task.containers().stream().map(TaskReport::of).toList(),
                task.pullStartedAt(),
                task.pullStoppedAt(),
                task.executionStoppedAt());
    }

    private static OfContainer of(ContainerState container) {
        return new OfContainer(
                container.name(),
                container.isStopped() ? TaskStatus.STOPPED : TaskStatus.RUNNING,
                container.dockerId(),
                container.imageDigest(),
                container.exitCode(),
                container.reason(),
                container.hasRun() ? container.ports() : List.of());
    }
}

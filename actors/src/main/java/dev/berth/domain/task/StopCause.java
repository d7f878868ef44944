package dev.berth.domain.task;

import dev.berth.domain.task.ContainerProgress.Status;
import dev.berth.domain.task.Task.Active;
import dev.berth.domain.task.Task.StopIntent;
import java.time.Instant;

/**
 * Derives {@code stopCode} and {@code stoppedReason}. Agents send no reason if a stop was
 * requested, and none if an essential container exited (agent protocol, section 4.2), so the server
 * distinguishes the two.
 */
final class StopCause {

    private StopCause() {}

    static StopIntent of(Active active, TaskReport report, Instant now) {
        if (active.stop() != null) {
            return active.stop();
        }
        return failedToStart(active, report)
                ? new StopIntent(StopCode.TASK_FAILED_TO_START, startFailure(report), now)
                : new StopIntent(
                        StopCode.ESSENTIAL_CONTAINER_EXITED,
                        "Essential container in task exited",
                        now);
    }

    private static boolean failedToStart(Active active, TaskReport report) {
        if (active.progress().startedAt() != null) {
            return false;
        }
        var progress = ReportMerge.apply(active.progress(), report, active.progress().createdAt());
        var noneRan =
                active.spec().containers().stream()
                        .filter(TaskSpec.ContainerSpec::essential)
                        .map(container -> progress.containers().get(container.name()))
                        .noneMatch(StopCause::ran);
        return noneRan || progress.containers().values().stream().anyMatch(StopCause::refused);
    }

    /** Docker or a registry reported an error: there is a reason, but no exit code. */
    private static boolean refused(ContainerProgress container) {
        return container.exitCode() == null && container.reason() != null;
    }

    private static boolean ran(ContainerProgress container) {
        return container != null
                && (container.exitCode() != null || container.status() == Status.RUNNING);
    }

    private static String startFailure(TaskReport report) {
        return report.reason() == null || report.reason().isBlank()
                ? "Task failed to start"
                : report.reason();
    }
}

package dev.berth.domain.task;

import dev.berth.domain.task.Task.LastStatus;
import java.time.Instant;

/** Applies a report to the progress of a task. The status only moves forward. */
final class ReportMerge {

    private ReportMerge() {}

    /**
     * @param at when the report was accepted, by the server's clock
     */
    static Progress apply(Progress known, TaskReport report, Instant at) {
        var containers = known.containers();
        for (var reported : report.containers()) {
            var before = containers.get(reported.name());
            var after = before == null ? reported : before.merge(reported);
            if (!after.equals(before)) {
                containers = containers.plus(reported.name(), after);
            }
        }
        var running = report.status() == LastStatus.RUNNING;
        return new Progress(
                containers,
                known.createdAt(),
                firstOf(known.pullStartedAt(), report.pullStartedAt()),
                firstOf(known.pullStoppedAt(), report.pullStoppedAt()),
                firstOf(known.startedAt(), running ? at : null),
                firstOf(known.executionStoppedAt(), report.executionStoppedAt()),
                known.version() + 1);
    }

    /** The progress with an increased version. */
    static Progress counted(Progress known) {
        return new Progress(
                known.containers(),
                known.createdAt(),
                known.pullStartedAt(),
                known.pullStoppedAt(),
                known.startedAt(),
                known.executionStoppedAt(),
                known.version() + 1);
    }

    private static Instant firstOf(Instant known, Instant reported) {
        return known != null ? known : reported;
    }
}

package dev.berth.domain.check;

import dev.berth.domain.check.Marks.Mark;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskEvent;
import java.util.HashMap;
import java.util.Map;

/** The rows of tasks: launched once, where they have a reservation, and ended for a reason. */
final class TaskCheck {

    private final Findings findings;
    private final InstanceCheck instances;
    private final Map<String, TaskBook> books = new HashMap<>();

    TaskCheck(Findings findings, InstanceCheck instances) {
        this.findings = findings;
        this.instances = instances;
    }

    void lose(String task) {
        books.remove(task);
    }

    /**
     * @param task cluster and id
     * @param instance by its persistence id
     */
    boolean isActiveOn(String task, String instance) {
        var book = books.get("Task|" + task);
        return book != null && book.instance().equals(instance);
    }

    /** What the task is after this row. */
    Mark apply(Row row, TaskEvent event, Mark mark) {
        if (event instanceof TaskEvent.Launched launched) {
            return launch(row, launched, mark);
        }
        if (event instanceof TaskEvent.Abandoned) {
            return abandon(row, mark);
        }
        return switch (mark) {
            case ACTIVE -> active(row, event, books.get(row.aggregate()));
            case STOPPED -> over(row, event);
            case SEEN, ABANDONED -> {
                findings.add(
                        Invariant.I2, row, "Something happened to a task that was never launched.");
                yield mark;
            }
            case LOST -> mark;
        };
    }

    private Mark launch(Row row, TaskEvent.Launched launched, Mark mark) {
        var spec = launched.spec();
        switch (mark) {
            case SEEN, LOST -> {}
            case ABANDONED ->
                    findings.add(
                            Invariant.I2,
                            row,
                            "The task was launched after it was given up for ever.");
            case ACTIVE, STOPPED ->
                    findings.add(Invariant.I2, row, "The task was launched a second time.");
        }
        if (!spec.taskId().equals(row.localId()) || !spec.cluster().equals(row.cluster())) {
            findings.add(
                    Invariant.I2,
                    row,
                    "The task was launched as task %s of cluster %s."
                            .formatted(spec.taskId(), spec.cluster()));
        }
        var instance = "ContainerInstance|%s/%s".formatted(spec.cluster(), spec.instanceId());
        instances
                .book(instance)
                .filter(book -> !book.holds(spec.taskId()))
                .ifPresent(
                        _ ->
                                findings.add(
                                        Invariant.I3,
                                        row,
                                        "The task was launched on %s, which holds no reservation for it."
                                                .formatted(spec.instanceId())));
        books.put(row.aggregate(), new TaskBook(instance));
        return Mark.ACTIVE;
    }

    private Mark abandon(Row row, Mark mark) {
        return switch (mark) {
            case SEEN -> Mark.ABANDONED;
            case LOST -> mark;
            case ABANDONED, ACTIVE, STOPPED -> {
                findings.add(
                        Invariant.I2,
                        row,
                        mark == Mark.ABANDONED
                                ? "The task was given up a second time."
                                : "The task was given up after it was launched.");
                yield mark;
            }
        };
    }

    private Mark over(Row row, TaskEvent event) {
        switch (event) {
            case TaskEvent.StopRequested _,
                    TaskEvent.Progressed _,
                    TaskEvent.Stopped _,
                    TaskEvent.TagsChanged _ ->
                    findings.add(
                            Invariant.I2, row, "Something happened to the task after it was over.");
            case TaskEvent.Examined _ -> {} // what its containers had left
            case TaskEvent.Launched _, TaskEvent.Abandoned _ ->
                    throw new IllegalStateException("handled before");
        }
        return Mark.STOPPED;
    }

    private Mark active(Row row, TaskEvent event, TaskBook book) {
        switch (event) {
            case TaskEvent.StopRequested(var code, var reason, _) ->
                    book.askToStop(code, reason)
                            .ifPresent(wrong -> findings.add(Invariant.I5, row, wrong));
            case TaskEvent.Progressed(var report, _) -> {
                if (report.status() == LastStatus.STOPPED) {
                    findings.add(
                            Invariant.I5,
                            row,
                            "The task was reported STOPPED, and no end of it was recorded.");
                }
                instances.bound(row, book.instance(), book.report(report));
            }
            case TaskEvent.Stopped(var report, var code, var reason, _) -> {
                book.end(report, code, reason)
                        .ifPresent(wrong -> findings.add(Invariant.I5, row, wrong));
                instances.unbound(row, book.instance());
                books.remove(row.aggregate());
                return Mark.STOPPED;
            }
            case TaskEvent.TagsChanged _ -> {}
            case TaskEvent.Examined _ ->
                    findings.add(
                            Invariant.I2, row, "The end of the task was examined before it ended.");
            case TaskEvent.Launched _, TaskEvent.Abandoned _ ->
                    throw new IllegalStateException("handled before");
        }
        return Mark.ACTIVE;
    }
}

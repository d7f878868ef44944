package dev.berth.agent.task;

import dev.berth.agent.bench.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that answers 200 to every report, or none while it is away. */
final class Reports implements ReportSink {
    private final List<TaskReport> received = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    @Override
    public void deliver(TaskReport report) throws InterruptedException {
        while (away) {
            Thread.sleep(5);
        }
        received.add(report);
    }

    void goAway() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    List<TaskReport> of(String task) {
        return received.stream().filter(r -> r.task().equals(task)).toList();
    }

    List<TaskStatus> statuses(String task) {
        return of(task).stream().map(TaskReport::status).toList();
    }

    TaskReport await(String task, TaskStatus status) {
        Eventually.holds(
                task + " is reported " + status + ", reported were " + received,
                () -> statuses(task).contains(status));
        return of(task).stream().filter(r -> r.status() == status).findFirst().orElseThrow();
    }
}

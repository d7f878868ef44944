package dev.berth.agent.task;

import dev.berth.agent.task.run.ReportSink;
import dev.berth.agent.task.state.TaskStateReport;
import dev.berth.agent.task.state.TaskStatus;
import dev.berth.agent.testbed.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that answers 200 to every report, or none while it is away. */
public final class Reports implements ReportSink {
    private final List<TaskStateReport> received = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    @Override
    public void deliver(TaskStateReport report) throws InterruptedException {
        while (away) {
            Thread.sleep(5);
        }
        received.add(report);
    }

    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    public List<TaskStateReport> of(String task) {
        return received.stream().filter(r -> r.task().equals(task)).toList();
    }

    public List<TaskStatus> statuses(String task) {
        return of(task).stream().map(TaskStateReport::status).toList();
    }

    public TaskStateReport await(String task, TaskStatus status) {
        Eventually.holds(
                task + " is reported " + status + ", reported were " + received,
                () -> statuses(task).contains(status));
        return of(task).stream().filter(r -> r.status() == status).findFirst().orElseThrow();
    }
}

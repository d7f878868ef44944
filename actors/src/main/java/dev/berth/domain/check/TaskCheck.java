package dev.berth.domain.check;

import dev.berth.domain.Aggregate;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskEvent;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks the rows of tasks: launched once, with a reservation, and stopped for a recorded reason.
 */
final class TaskCheck implements AggregateCheck {

    private final Findings findings;
    private final InstanceCheck instances;
    private final ServiceTaskCheck services;
    private final Map<String, CheckedTask> tasks = new HashMap<>();

    TaskCheck(Findings findings, InstanceCheck instances, ServiceTaskCheck services) {
        this.findings = findings;
        this.instances = instances;
        this.services = services;
    }

    @Override
    public void markUnknown(String task) {
        tasks.remove(task);
        services.markUnknown(task);
    }

    /**
     * @param task cluster and id
     * @param instance its persistence id
     */
    boolean isActiveOn(String task, String instance) {
        var held = tasks.get("Task|" + task);
        return held != null && held.instance().equals(instance);
    }

    @Override
    public Phase apply(Row row, Aggregate.Event event, Phase phase) {
        return apply(row, (TaskEvent) event, phase);
    }

    private Phase apply(Row row, TaskEvent event, Phase phase) {
        if (event instanceof TaskEvent.Launched launched) {
            return launch(row, launched, phase);
        }
        if (event instanceof TaskEvent.Abandoned) {
            return abandon(row, phase);
        }
        return switch (phase) {
            case ACTIVE -> active(row, event, tasks.get(row.aggregate()));
            case STOPPED -> over(row, event);
            case SEEN, ABANDONED -> {
                findings.add(Invariant.I2, row, "An event of a task that was never launched.");
                yield phase;
            }
            case LOST -> phase;
        };
    }

    private Phase launch(Row row, TaskEvent.Launched launched, Phase phase) {
        var spec = launched.spec();
        switch (phase) {
            case SEEN, LOST -> {}
            case ABANDONED ->
                    findings.add(
                            Invariant.I2, row, "The task was launched after it was abandoned.");
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
                .instance(instance)
                .filter(held -> !held.holds(spec.taskId()))
                .ifPresent(
                        _ ->
                                findings.add(
                                        Invariant.I3,
                                        row,
                                        "The task was launched on %s without a reservation."
                                                .formatted(spec.instanceId())));
        tasks.put(row.aggregate(), new CheckedTask(instance));
        services.launched(row, spec, instance, launched.at());
        return Phase.ACTIVE;
    }

    private Phase abandon(Row row, Phase phase) {
        return switch (phase) {
            case SEEN -> Phase.ABANDONED;
            case LOST -> phase;
            case ABANDONED, ACTIVE, STOPPED -> {
                findings.add(
                        Invariant.I2,
                        row,
                        phase == Phase.ABANDONED
                                ? "The task was abandoned a second time."
                                : "The task was abandoned after it was launched.");
                yield phase;
            }
        };
    }

    private Phase over(Row row, TaskEvent event) {
        switch (event) {
            case TaskEvent.StopRequested _,
                    TaskEvent.Progressed _,
                    TaskEvent.Stopped _,
                    TaskEvent.ProtectionSet _,
                    TaskEvent.TagsChanged _ ->
                    findings.add(Invariant.I2, row, "An event of the task after it stopped.");
            case TaskEvent.Examined _ -> {} // its post-mortem
            case TaskEvent.Launched _, TaskEvent.Abandoned _ ->
                    throw new IllegalStateException("handled before");
        }
        return Phase.STOPPED;
    }

    private Phase active(Row row, TaskEvent event, CheckedTask held) {
        switch (event) {
            case TaskEvent.StopRequested(var code, var reason, var at) -> {
                held.requestStop(code, reason)
                        .ifPresent(wrong -> findings.add(Invariant.I5, row, wrong));
                services.stopRequested(row, code, reason, at);
            }
            case TaskEvent.Progressed(var report, var at) -> {
                if (report.status() == LastStatus.RUNNING) {
                    services.running(row, at);
                }
                if (report.status() == LastStatus.STOPPED) {
                    findings.add(
                            Invariant.I5,
                            row,
                            "The task was reported STOPPED, but its end was not recorded.");
                }
                instances.bound(row, held.instance(), held.report(report));
            }
            case TaskEvent.Stopped(var report, var code, var reason, var at) -> {
                services.stopped(row, at);
                held.end(report, code, reason)
                        .ifPresent(wrong -> findings.add(Invariant.I5, row, wrong));
                instances.unbound(row, held.instance());
                tasks.remove(row.aggregate());
                return Phase.STOPPED;
            }
            case TaskEvent.ProtectionSet(var until, var at) -> services.protect(row, until, at);
            case TaskEvent.TagsChanged _ -> {}
            case TaskEvent.Examined _ ->
                    findings.add(
                            Invariant.I2,
                            row,
                            "The task has a post-mortem from before it stopped.");
            case TaskEvent.Launched _, TaskEvent.Abandoned _ ->
                    throw new IllegalStateException("handled before");
        }
        return Phase.ACTIVE;
    }
}

package dev.berth.actors.service;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.ViewHandle;
import dev.berth.domain.task.ContainerProgress;
import dev.berth.domain.task.ContainerProgress.Status;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.DesiredStatus;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskReport;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The agents of a cluster's instances, without containers: each task that is launched is reported
 * RUNNING, or STOPPED where its image is bad; each task that is to stop is reported STOPPED.
 */
final class ReportingAgents {

    /** What becomes of a task that is launched. */
    enum Fate {
        RUNS,
        FAILS,
        STAYS_PENDING
    }

    private final ControlPlane plane;
    private final ViewHandle<ClusterSnapshot> view;
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private volatile Function<Task.Active, Fate> fates = _ -> Fate.RUNS;

    ReportingAgents(ControlPlane plane, String cluster) {
        this.plane = plane;
        this.view = plane.clusterView(cluster);
        view.subscribe(this::changed);
        view.note(
                snapshot -> {
                    reportAll(snapshot);
                    return snapshot;
                });
    }

    /** From now on; what is PENDING is reported anew. */
    void fates(Function<Task.Active, Fate> next) {
        fates = next;
        reportAll(view.current());
    }

    /** Reports nothing of the tasks of this instance from now on. */
    void silence(String instanceId) {
        silent.add(instanceId);
    }

    void speak(String instanceId) {
        silent.remove(instanceId);
        reportAll(view.current());
    }

    private void reportAll(ClusterSnapshot snapshot) {
        for (var id : snapshot.tasks().rows().keySet()) {
            report(id, snapshot);
        }
    }

    private void changed(EntityAddress<?> address, ClusterSnapshot snapshot) {
        if (address != null && address.kind() == AggregateKind.TASK) {
            report(address.localId(), snapshot);
        }
    }

    private void report(String taskId, ClusterSnapshot snapshot) {
        if (!(snapshot.known(taskId).orElse(null) instanceof Task.Active task)
                || silent.contains(task.spec().instanceId())) {
            return;
        }
        if (task.desiredStatus() == DesiredStatus.STOPPED) {
            tell(task, LastStatus.STOPPED, Status.STOPPED, 0);
        } else if (task.lastStatus() == LastStatus.PENDING) {
            switch (fates.apply(task)) {
                case RUNS -> tell(task, LastStatus.RUNNING, Status.RUNNING, null);
                case FAILS -> tell(task, LastStatus.STOPPED, Status.STOPPED, null);
                case STAYS_PENDING -> {}
            }
        }
    }

    /** Its essential container exits by itself. */
    void exit(Task.Launched task) {
        tell(task, LastStatus.STOPPED, Status.STOPPED, 1);
    }

    private void tell(Task.Launched task, LastStatus status, Status container, Integer exitCode) {
        var containers =
                task.spec().containers().stream()
                        .map(
                                each ->
                                        new ContainerProgress(
                                                each.name(),
                                                container,
                                                exitCode,
                                                null,
                                                "docker-" + each.name(),
                                                "sha256:" + task.spec().revision(),
                                                List.of()))
                        .toList();
        plane.askForAgent(
                AggregateKind.TASK.at(task.spec().cluster(), task.spec().taskId()),
                new TaskCommand.Report(new TaskReport(status, null, containers, null, null, null)));
    }
}

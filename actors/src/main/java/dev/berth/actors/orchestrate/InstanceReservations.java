package dev.berth.actors.orchestrate;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.Reconciliation;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.InstanceReconciler;
import dev.berth.domain.instance.InstanceReconciler.Action;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskAnswer;
import dev.berth.domain.task.TaskCommand;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs the {@link InstanceReconciler} on the container instances of one ECS cluster. */
final class InstanceReservations implements Reconciler<ClusterSnapshot, String, Action> {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceReservations.class);

    private final String cluster;

    InstanceReservations(String cluster) {
        this.cluster = cluster;
    }

    @Override
    public String name() {
        return "instance-reservations";
    }

    @Override
    public Set<String> keys(EntityAddress<?> changed, ClusterSnapshot snapshot) {
        if (changed.kind() == AggregateKind.CONTAINER_INSTANCE) {
            return Set.of(changed.localId());
        }
        if (changed.kind() != AggregateKind.TASK) {
            return Set.of();
        }
        return snapshot.task(changed.localId())
                .filter(task -> concerns(task, snapshot))
                .map(task -> Set.of(task.spec().instanceId()))
                .orElse(Set.of());
    }

    /** A running task that may continue does not affect its instance. */
    private static boolean concerns(Task.Launched task, ClusterSnapshot snapshot) {
        return !(task instanceof Task.Active)
                || snapshot.registered(task.spec().instanceId()).isEmpty();
    }

    @Override
    public Set<String> allKeys(ClusterSnapshot snapshot) {
        return snapshot.instances().rows().keySet();
    }

    @Override
    public Reconciliation<Action> plan(ClusterSnapshot snapshot, String instanceId, Instant now) {
        return snapshot.instance(instanceId)
                .map(
                        instance ->
                                InstanceReconciler.plan(
                                        instance,
                                        snapshot::known,
                                        snapshot.tasksOn(instanceId),
                                        now))
                .orElse(Reconciliation.of(List.of()));
    }

    @Override
    public CompletionStage<?> carryOut(Action action, Commands commands) {
        return switch (action) {
            case Action.Release(var instanceId, var taskIds) ->
                    release(instanceId, taskIds, commands);
            case Action.GiveUp(var instanceId, var taskId) -> giveUp(instanceId, taskId, commands);
            case Action.Orphan(_, var taskId, var reason) ->
                    commands.ask(task(taskId), new TaskCommand.Orphan(reason));
        };
    }

    private CompletionStage<?> release(String instanceId, List<String> taskIds, Commands commands) {
        return commands.ask(
                AggregateKind.CONTAINER_INSTANCE.at(cluster, instanceId),
                new InstanceCommand.Release(Set.copyOf(taskIds)));
    }

    private CompletionStage<?> giveUp(String instanceId, String taskId, Commands commands) {
        try (var _ = MDC.putCloseable("instanceId", instanceId);
                var _ = MDC.putCloseable("cluster", cluster);
                var _ = MDC.putCloseable("taskId", taskId)) {
            LOG.info("Giving up the reservation of a task: it was never launched");
        }
        return commands.ask(task(taskId), new TaskCommand.Abandon())
                .thenCompose(
                        reply ->
                                reply instanceof Reply.Done(_, _, TaskAnswer answer)
                                                && InstanceReconciler.releases(answer, instanceId)
                                        ? release(instanceId, List.of(taskId), commands)
                                        : CompletableFuture.completedFuture(null));
    }

    private EntityAddress<TaskCommand> task(String taskId) {
        return AggregateKind.TASK.at(cluster, taskId);
    }
}

package dev.berth.actors.launch;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Entities;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.ViewHandle;
import dev.berth.domain.Aggregate;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.task.TaskCommand;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The commands of a launcher to entities, for one cluster and epoch.
 *
 * @param epoch sent with each command, so that entities refuse a stale launcher
 */
record Commits(
        String cluster,
        Entities entities,
        ViewHandle<ClusterSnapshot> view,
        Supplier<CompletionStage<Long>> epoch) {

    /**
     * Reserves resources for all of these tasks; the same event releases those of stopped tasks.
     */
    CompletionStage<Reply> reserve(
            String instanceId, List<Pending> tasks, ClusterSnapshot snapshot) {
        var stopped =
                snapshot.registered(instanceId)
                        .map(instance -> Overlay.stopped(snapshot, instance))
                        .orElse(Set.of());
        return ask(
                instance(instanceId),
                new InstanceCommand.Reserve(tasks.stream().map(Pending::need).toList(), stopped));
    }

    CompletionStage<Reply> launch(String instanceId, Pending task) {
        var spec = LaunchRequest.placed(task.draft(), instanceId);
        return ask(
                AggregateKind.TASK.at(cluster, task.taskId()),
                new TaskCommand.Launch(spec, task.job().request().tags()));
    }

    /** Completes when the view shows it. */
    CompletionStage<?> release(String instanceId, String taskId) {
        return ask(instance(instanceId), new InstanceCommand.Release(Set.of(taskId)))
                .thenCompose(
                        reply ->
                                reply instanceof Reply.Done(long reached, _, _)
                                        ? shown(instanceId, reached)
                                        : CompletableFuture.completedFuture(null));
    }

    CompletionStage<?> shown(String instanceId, long sequenceNumber) {
        return view.await(instance(instanceId), sequenceNumber);
    }

    CompletionStage<?> taskShown(String taskId, long sequenceNumber) {
        return view.await(AggregateKind.TASK.at(cluster, taskId), sequenceNumber);
    }

    private <C extends Aggregate.Command> CompletionStage<Reply> ask(
            EntityAddress<C> address, C command) {
        return epoch.get().thenCompose(held -> entities.ask(address, command, held));
    }

    private EntityAddress<InstanceCommand> instance(String instanceId) {
        return AggregateKind.CONTAINER_INSTANCE.at(cluster, instanceId);
    }
}

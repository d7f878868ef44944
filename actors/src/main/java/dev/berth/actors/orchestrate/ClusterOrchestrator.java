package dev.berth.actors.orchestrate;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Entities;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.ViewHandle;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.reconcile.InstanceReconciler;
import dev.berth.domain.reconcile.InstanceReconciler.Action;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskAnswer;
import dev.berth.domain.task.TaskCommand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Acts over time for one ECS cluster: runs the pure reconcilers and carries out what they plan. A
 * change marks its instance dirty; the dirty ones are planned once per pass, and all of them on a
 * slow tick.
 */
public final class ClusterOrchestrator {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterOrchestrator.class);
    private static final Duration TICK = Duration.ofSeconds(30);

    /** Between two passes, so that a burst of changes is looked at together. */
    private static final Duration PASSES_APART = Duration.ofMillis(100);

    public sealed interface Command {}

    private record Dirty(String instanceId) implements Command {}

    private record Pass() implements Command {}

    private record Tick() implements Command {}

    private record CarriedOut(String instanceId, Throwable failure) implements Command {}

    private final ActorContext<Command> context;
    private final String cluster;
    private final Entities entities;
    private final ViewHandle<ClusterSnapshot> view;
    private final Duration retention;
    private final InstantSource clock;
    private final long epoch;
    private final Set<String> dirty = new HashSet<>();
    private final Map<String, Integer> busy = new HashMap<>();
    private boolean passComing;
    private long lastPass = System.nanoTime();

    /**
     * @param retention how long a stopped task or an INACTIVE instance is shown by the API
     */
    public static Behavior<Command> create(
            String cluster,
            Entities entities,
            ViewHandle<ClusterSnapshot> view,
            Duration retention,
            InstantSource clock,
            long epoch) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers -> {
                                    var orchestrator =
                                            new ClusterOrchestrator(
                                                    context, cluster, entities, view, retention,
                                                    clock, epoch);
                                    timers.startTimerWithFixedDelay(
                                            new Tick(), Duration.ZERO, tick(retention));
                                    view.subscribe(orchestrator::changed);
                                    return Behaviors.receiveMessage(
                                            message -> {
                                                orchestrator.onMessage(message);
                                                return Behaviors.same();
                                            });
                                }));
    }

    /** Short retentions, as tests set them, are kept to within a quarter of their length. */
    private static Duration tick(Duration retention) {
        var quarter = retention.dividedBy(4);
        return quarter.compareTo(TICK) < 0 ? quarter : TICK;
    }

    private ClusterOrchestrator(
            ActorContext<Command> context,
            String cluster,
            Entities entities,
            ViewHandle<ClusterSnapshot> view,
            Duration retention,
            InstantSource clock,
            long epoch) {
        this.context = context;
        this.cluster = cluster;
        this.entities = entities;
        this.view = view;
        this.retention = retention;
        this.clock = clock;
        this.epoch = epoch;
    }

    /** In the view's thread. */
    private void changed(EntityAddress<?> address, ClusterSnapshot snapshot) {
        if (address.kind() == AggregateKind.CONTAINER_INSTANCE) {
            context.getSelf().tell(new Dirty(address.localId()));
        } else {
            snapshot.task(address.localId())
                    .filter(task -> concerns(task, snapshot))
                    .ifPresent(task -> context.getSelf().tell(new Dirty(task.spec().instanceId())));
        }
    }

    /** A task that goes on where it may leaves its instance as it is. */
    private static boolean concerns(Task.Launched task, ClusterSnapshot snapshot) {
        return !(task instanceof Task.Active)
                || snapshot.registered(task.spec().instanceId()).isEmpty();
    }

    private void onMessage(Command message) {
        switch (message) {
            case Dirty(var instanceId) -> mark(instanceId);
            case Tick _ -> {
                view.current().instances().rows().keySet().forEach(this::mark);
                forgetOld();
            }
            case Pass _ -> pass();
            case CarriedOut(var instanceId, var failure) -> carriedOut(instanceId, failure);
        }
    }

    private void mark(String instanceId) {
        dirty.add(instanceId);
        if (!passComing) {
            passComing = true;
            var wait = PASSES_APART.minusNanos(System.nanoTime() - lastPass);
            if (wait.isPositive()) {
                context.scheduleOnce(wait, context.getSelf(), new Pass());
            } else {
                // Behind what waits in the mailbox already, so that one pass serves all of it.
                context.getSelf().tell(new Pass());
            }
        }
    }

    private void pass() {
        passComing = false;
        lastPass = System.nanoTime();
        var snapshot = view.current();
        var now = clock.instant();
        for (var instanceId : List.copyOf(dirty)) {
            if (busy.containsKey(instanceId)) {
                continue;
            }
            dirty.remove(instanceId);
            snapshot.instance(instanceId)
                    .ifPresent(instance -> plan(snapshot, instanceId, instance, now));
        }
    }

    private void plan(
            ClusterSnapshot snapshot, String instanceId, ContainerInstance instance, Instant now) {
        var actions =
                InstanceReconciler.plan(
                        instance, snapshot::known, snapshot.tasksOn(instanceId), now);
        if (actions.isEmpty()) {
            return;
        }
        busy.put(instanceId, actions.size());
        for (var action : actions) {
            context.pipeToSelf(
                    carryOut(action), (_, failure) -> new CarriedOut(instanceId, failure));
        }
    }

    private CompletionStage<?> carryOut(Action action) {
        return switch (action) {
            case Action.Release(var instanceId, var taskIds) -> release(instanceId, taskIds);
            case Action.GiveUp(var instanceId, var taskId) -> giveUp(instanceId, taskId);
            case Action.Orphan(_, var taskId, var reason) ->
                    shown(
                            AggregateKind.TASK.at(cluster, taskId),
                            entities.ask(
                                    AggregateKind.TASK.at(cluster, taskId),
                                    new TaskCommand.Orphan(reason),
                                    epoch));
        };
    }

    private CompletionStage<?> release(String instanceId, List<String> taskIds) {
        var instance = AggregateKind.CONTAINER_INSTANCE.at(cluster, instanceId);
        return shown(
                instance,
                entities.ask(instance, new InstanceCommand.Release(Set.copyOf(taskIds)), epoch));
    }

    private CompletionStage<?> giveUp(String instanceId, String taskId) {
        try (var _ = about(instanceId);
                var _ = MDC.putCloseable("cluster", cluster);
                var _ = MDC.putCloseable("taskId", taskId)) {
            LOG.info("Giving up the reservation of a task: it was never launched");
        }
        return entities.ask(
                        AggregateKind.TASK.at(cluster, taskId), new TaskCommand.Abandon(), epoch)
                .thenCompose(
                        reply ->
                                reply instanceof Reply.Done(_, _, TaskAnswer answer)
                                                && InstanceReconciler.releases(answer, instanceId)
                                        ? release(instanceId, List.of(taskId))
                                        : CompletableFuture.completedFuture(null));
    }

    /** Waits until the view shows it, so that the next pass does not plan the same again. */
    private CompletionStage<?> shown(EntityAddress<?> address, CompletionStage<Reply> reply) {
        return reply.thenCompose(
                answer ->
                        answer instanceof Reply.Done done
                                ? view.await(address, done.sequenceNumber())
                                : CompletableFuture.completedFuture(null));
    }

    private static MDC.MDCCloseable about(String instanceId) {
        return MDC.putCloseable("instanceId", instanceId);
    }

    private void carriedOut(String instanceId, Throwable failure) {
        if (failure != null) {
            try (var _ = about(instanceId);
                    var _ = MDC.putCloseable("cluster", cluster)) {
                LOG.warn("What was planned may not be done; trying again: {}", failure.toString());
            }
        }
        if (busy.merge(instanceId, -1, Integer::sum) > 0) {
            return;
        }
        busy.remove(instanceId);
        if (failure != null) {
            context.scheduleOnce(Duration.ofSeconds(1), context.getSelf(), new Dirty(instanceId));
        } else if (dirty.contains(instanceId)) {
            mark(instanceId);
        }
    }

    /** Drops from memory what the API shows no longer; the janitor follows in the journal. */
    private void forgetOld() {
        for (var address : view.current().overdue(clock.instant().minus(retention))) {
            view.change(address, snapshot -> snapshot.without(address));
        }
    }
}

package dev.berth.actors.launch;

import dev.berth.actors.Failpoints;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Entities;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.ViewHandle;
import dev.berth.domain.instance.InstanceAnswer.ReservationsGranted;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.placement.Narrowing;
import dev.berth.domain.placement.Plan;
import dev.berth.domain.placement.Planner;
import dev.berth.domain.placement.Unfit;
import dev.berth.domain.task.TaskAnswer;
import dev.berth.domain.task.TaskCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Places and launches the tasks of one ECS cluster: plans off the actor on a snapshot with
 * everything decided laid over it, asks each chosen instance once per pass to reserve, and launches
 * what was granted. What an instance refuses is planned again. Passes are planned one at a time;
 * one is planned while those before it commit.
 */
public final class Launcher {

    private static final int TASKS_PER_PASS = 256;
    private static final int ATTEMPTS = 5;

    public sealed interface Command {}

    /**
     * @param taskIds the ids to use, one for each task that is to be launched
     */
    record Launch(
            LaunchRequest request,
            List<String> taskIds,
            IdReplacement replacement,
            CompletableFuture<LaunchResult> answer)
            implements Command {}

    private record Planned(
            List<Pending> pass, Plan plan, ClusterSnapshot snapshot, Throwable failure)
            implements Command {}

    private record Reserved(String instanceId, List<Pending> asked, Reply reply, Throwable failure)
            implements Command {}

    private record Answered(Pending task, String instanceId, Reply reply, Throwable failure)
            implements Command {}

    private record Retry(Pending task) implements Command {}

    private record Shown(String taskId) implements Command {}

    private final ActorContext<Command> context;
    private final String cluster;
    private final Entities entities;
    private final ViewHandle<ClusterSnapshot> view;
    private final List<Narrowing> strategies;
    private final Executor planners;
    private final long epoch;
    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    private final Overlay overlay = new Overlay();
    private boolean planning;

    /**
     * @param planners where planning runs, off the actor
     */
    public static Behavior<Command> create(
            String cluster,
            Entities entities,
            ViewHandle<ClusterSnapshot> view,
            List<Narrowing> strategies,
            Executor planners,
            long epoch) {
        return Behaviors.setup(
                context -> {
                    var launcher =
                            new Launcher(
                                    context, cluster, entities, view, strategies, planners, epoch);
                    return Behaviors.receiveMessage(
                            message -> {
                                launcher.onMessage(message);
                                return Behaviors.same();
                            });
                });
    }

    private Launcher(
            ActorContext<Command> context,
            String cluster,
            Entities entities,
            ViewHandle<ClusterSnapshot> view,
            List<Narrowing> strategies,
            Executor planners,
            long epoch) {
        this.context = context;
        this.cluster = cluster;
        this.entities = entities;
        this.view = view;
        this.strategies = strategies;
        this.planners = planners;
        this.epoch = epoch;
    }

    private void onMessage(Command message) {
        switch (message) {
            case Launch launch -> launch(launch);
            case Planned(var pass, var plan, var snapshot, var failure) ->
                    planned(pass, plan, snapshot, failure);
            case Reserved(var instanceId, var asked, var reply, var failure) ->
                    reserved(instanceId, asked, reply, failure);
            case Answered(var task, var instanceId, var reply, var failure) ->
                    answered(task, instanceId, reply, failure);
            case Retry(var task) -> {
                queue.add(task);
                plan();
            }
            case Shown(var taskId) -> overlay.forget(taskId);
        }
    }

    private void launch(Launch launch) {
        var job =
                new Job(
                        launch.request(),
                        launch.taskIds().size(),
                        launch.replacement(),
                        launch.answer());
        launch.taskIds().forEach(id -> queue.add(new Pending(job, launch.request().draft(id), 1)));
        plan();
    }

    private void plan() {
        if (planning || queue.isEmpty()) {
            return;
        }
        planning = true;
        var pass = new ArrayList<Pending>();
        while (pass.size() < TASKS_PER_PASS && !queue.isEmpty()) {
            pass.add(queue.poll());
        }
        var snapshot = view.current();
        var offers = overlay.over(snapshot);
        var asks = pass.stream().map(Pending::ask).toList();
        context.pipeToSelf(
                CompletableFuture.supplyAsync(
                        () -> Planner.plan(asks, offers, strategies), planners),
                (plan, failure) -> new Planned(pass, plan, snapshot, failure));
    }

    private void planned(
            List<Pending> pass, Plan plan, ClusterSnapshot snapshot, Throwable failure) {
        planning = false;
        if (failure != null) {
            pass.forEach(task -> task.job().unknown(failure));
            plan();
            return;
        }
        Map<String, List<Pending>> byInstance = new LinkedHashMap<>();
        for (var task : pass) {
            var instanceId = plan.chosen().get(task.taskId());
            if (instanceId == null) {
                task.job().unplaced(plan.unplaced().get(task.taskId()));
                continue;
            }
            overlay.decide(task.taskId(), instanceId, task.draft().group(), task.need());
            byInstance.computeIfAbsent(instanceId, _ -> new ArrayList<>()).add(task);
        }
        byInstance.forEach((instanceId, tasks) -> reserve(instanceId, tasks, snapshot));
        plan();
    }

    private void reserve(String instanceId, List<Pending> tasks, ClusterSnapshot snapshot) {
        var stopped =
                snapshot.registered(instanceId)
                        .map(instance -> Overlay.stopped(snapshot, instance))
                        .orElse(Set.of());
        var command =
                new InstanceCommand.Reserve(tasks.stream().map(Pending::need).toList(), stopped);
        context.pipeToSelf(
                entities.ask(
                        AggregateKind.CONTAINER_INSTANCE.at(cluster, instanceId), command, epoch),
                (reply, failure) -> new Reserved(instanceId, tasks, reply, failure));
    }

    private void reserved(String instanceId, List<Pending> asked, Reply reply, Throwable failure) {
        if (!(reply instanceof Reply.Done(long reached, _, ReservationsGranted(var refused)))) {
            var cause = failure != null ? failure : new IllegalStateException(reply.toString());
            asked.forEach(task -> abandonHope(task, cause));
            return;
        }
        Failpoints.hit("instance.reserved");
        for (var task : asked) {
            var shortage = refused.get(task.taskId());
            if (shortage == null) {
                launchOn(instanceId, task);
                continue;
            }
            entities.meter().reservationRefused(shortage.reason());
            overlay.forget(task.taskId());
            if (task.attempt() >= ATTEMPTS) {
                task.job().unplaced(List.of(new Unfit(instanceId, shortage.reason())));
            } else {
                // The next plan must see what made the instance refuse.
                context.pipeToSelf(
                        view.await(
                                AggregateKind.CONTAINER_INSTANCE.at(cluster, instanceId), reached),
                        (_, _) -> new Retry(task.again()));
            }
        }
    }

    private void launchOn(String instanceId, Pending task) {
        var spec = LaunchRequest.placed(task.draft(), instanceId);
        context.pipeToSelf(
                entities.ask(
                        AggregateKind.TASK.at(cluster, task.taskId()),
                        new TaskCommand.Launch(spec, task.job().request().tags()),
                        epoch),
                (reply, failure) -> new Answered(task, instanceId, reply, failure));
    }

    private void answered(Pending task, String instanceId, Reply reply, Throwable failure) {
        switch (reply) {
            case Reply.Done(long reached, _, TaskAnswer.LaunchedOn(var where, _)) -> {
                Failpoints.hit("task.launched");
                if (!where.equals(instanceId)) {
                    release(instanceId, task.taskId());
                }
                task.job().launched(task.taskId(), reached);
                context.pipeToSelf(
                        view.await(AggregateKind.TASK.at(cluster, task.taskId()), reached),
                        (_, _) -> new Shown(task.taskId()));
            }
            case Reply.Done(_, _, TaskAnswer.GivenUp _) -> replace(instanceId, task);
            case null -> abandonHope(task, failure);
            default -> abandonHope(task, new IllegalStateException(reply.toString()));
        }
    }

    /**
     * The id was given up while its launch was on the way: the same task goes on under a new one,
     * planned when the room of the old one is seen to be free. A release that is lost is made up
     * for by the orchestrator.
     */
    private void replace(String instanceId, Pending task) {
        overlay.forget(task.taskId());
        context.pipeToSelf(
                release(instanceId, task.taskId())
                        .handle((_, _) -> task.taskId())
                        .thenCompose(task.job().replacement()::replace),
                (newId, failure) ->
                        failure == null
                                ? new Retry(
                                        new Pending(
                                                task.job(),
                                                task.job().request().draft(newId),
                                                task.attempt() + 1))
                                : new Answered(task, instanceId, null, failure));
    }

    /** Completes when the view shows it. */
    private CompletionStage<?> release(String instanceId, String taskId) {
        var instance = AggregateKind.CONTAINER_INSTANCE.at(cluster, instanceId);
        return entities.ask(instance, new InstanceCommand.Release(Set.of(taskId)), epoch)
                .thenCompose(
                        reply ->
                                reply instanceof Reply.Done(long reached, _, _)
                                        ? view.await(instance, reached)
                                        : CompletableFuture.completedFuture(null));
    }

    private void abandonHope(Pending task, Throwable cause) {
        overlay.forget(task.taskId());
        task.job().unknown(cause);
    }
}

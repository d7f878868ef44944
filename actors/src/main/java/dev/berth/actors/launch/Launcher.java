package dev.berth.actors.launch;

import dev.berth.actors.Failpoints;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.launch.Lane.Prepared;
import dev.berth.actors.launch.Pass.Placed;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.instance.InstanceAnswer.ReservationsGranted;
import dev.berth.domain.placement.Unfit;
import dev.berth.domain.task.TaskAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places and launches the tasks of one ECS cluster. Each scheduler has a {@link Lane} of its own:
 * they plan at the same time, on a snapshot with everything decided laid over it, and a lane plans
 * its next pass while the one before commits. Each chosen instance is asked once per pass to
 * reserve, what it grants is launched, and what it refuses is planned again.
 */
public final class Launcher {

    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final int ATTEMPTS = 5;
    private static final int FAILED_PASSES = 4;

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

    /**
     * @param failure null where the pass was planned
     */
    private record Planned(Lane lane, Prepared prepared, List<Placed> placed, Throwable failure)
            implements Command {}

    private record Reserved(String instanceId, List<Pending> asked, Reply reply, Throwable failure)
            implements Command {}

    private record Answered(Pending task, String instanceId, Reply reply, Throwable failure)
            implements Command {}

    private record Retry(Pending task) implements Command {}

    private record Shown(String taskId) implements Command {}

    private record PluginsChanged() implements Command {}

    private final ActorContext<Command> context;
    private final Commits commits;
    private final Planning planning;
    private final Lanes lanes;
    private Overlay overlay = Overlay.NOTHING;
    private int failedPasses;

    static Behavior<Command> create(Commits commits, Planning planning) {
        return Behaviors.setup(
                context -> {
                    var launcher = new Launcher(context, commits, planning);
                    var listener = launcher.listen();
                    return Behaviors.receive(Command.class)
                            .onMessage(
                                    Command.class,
                                    message -> {
                                        launcher.onMessage(message);
                                        return Behaviors.same();
                                    })
                            .onSignal(PreRestart.class, _ -> launcher.stop(listener))
                            .onSignal(PostStop.class, _ -> launcher.stop(listener))
                            .build();
                });
    }

    private Launcher(ActorContext<Command> context, Commits commits, Planning planning) {
        this.context = context;
        this.commits = commits;
        this.planning = planning;
        this.lanes = new Lanes(planning::lane);
    }

    private Planning.Listeners listen() {
        var self = context.getSelf();
        return planning.listen(lanes::changed, () -> self.tell(new PluginsChanged()));
    }

    private Behavior<Command> stop(Planning.Listeners listeners) {
        listeners.close();
        return Behaviors.same();
    }

    private void onMessage(Command message) {
        switch (message) {
            case Launch launch -> launch(launch);
            case Planned(var lane, var prepared, var placed, var failure) ->
                    planned(lane, prepared, placed, failure);
            case Reserved(var instanceId, var asked, var reply, var failure) ->
                    reserved(instanceId, asked, reply, failure);
            case Answered(var task, var instanceId, var reply, var failure) ->
                    answered(task, instanceId, reply, failure);
            case Retry(var task) -> queue(task);
            case Shown(var taskId) -> forget(taskId);
            case PluginsChanged() -> lanes.forgetPlugins();
        }
    }

    private void launch(Launch launch) {
        var job =
                new Job(
                        launch.request(),
                        launch.taskIds().size(),
                        launch.replacement(),
                        launch.answer());
        var lane = lanes.of(launch.request());
        launch.taskIds().forEach(id -> lane.add(new Pending(job, launch.request().draft(id), 1)));
        plan(lane);
    }

    private void queue(Pending task) {
        var lane = lanes.of(task.job().request());
        lane.add(task);
        plan(lane);
    }

    private void plan(Lane lane) {
        if (lane.canPlan()) {
            var prepared = planning.prepare(lane, overlay);
            context.pipeToSelf(
                    lane.plan(prepared),
                    (placed, failure) -> new Planned(lane, prepared, placed, failure));
        }
    }

    private void planned(Lane lane, Prepared prepared, List<Placed> placed, Throwable failure) {
        lane.planned(failure);
        var pass = prepared.pass();
        if (failure != null) {
            failedPasses++;
            LOG.warn("A placement pass failed and is planned again: {}", failure.toString());
            if (failedPasses < FAILED_PASSES) {
                lane.addAgain(pass.tasks());
            } else {
                failedPasses = 0;
                pass.tasks().forEach(task -> task.job().unknown(failure));
            }
            plan(lane);
            return;
        }
        failedPasses = 0;
        planning.explain(pass, placed);
        Map<String, List<Pending>> byInstance = new LinkedHashMap<>();
        var tasks = pass.byId();
        for (var each : placed) {
            each.plan().unplaced().forEach((id, reasons) -> tasks.get(id).job().unplaced(reasons));
            each.plan()
                    .chosen()
                    .forEach(
                            (id, instanceId) ->
                                    byInstance
                                            .computeIfAbsent(instanceId, _ -> new ArrayList<>())
                                            .add(tasks.get(id)));
        }
        byInstance.forEach((instanceId, chosen) -> reserve(instanceId, chosen, pass.snapshot()));
        plan(lane);
    }

    private void reserve(String instanceId, List<Pending> tasks, ClusterSnapshot snapshot) {
        tasks.forEach(task -> overlay = overlay.decide(instanceId, task.decided()));
        lanes.changed(instanceId);
        context.pipeToSelf(
                commits.reserve(instanceId, tasks, snapshot),
                (reply, failure) -> new Reserved(instanceId, tasks, reply, failure));
    }

    private void forget(String taskId) {
        var instanceId = overlay.instanceOf().get(taskId);
        if (instanceId != null) {
            overlay = overlay.forget(taskId);
            lanes.changed(instanceId);
        }
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
            commits.entities().meter().reservationRefused(shortage.reason());
            forget(task.taskId());
            if (task.attempt() >= ATTEMPTS) {
                var detail = "others were faster, %d times".formatted(ATTEMPTS);
                task.job().unplaced(List.of(new Unfit(instanceId, shortage.reason(), detail)));
            } else {
                // The next plan must see what made the instance refuse.
                context.pipeToSelf(
                        commits.shown(instanceId, reached), (_, _) -> new Retry(task.again()));
            }
        }
    }

    private void launchOn(String instanceId, Pending task) {
        context.pipeToSelf(
                commits.launch(instanceId, task),
                (reply, failure) -> new Answered(task, instanceId, reply, failure));
    }

    private void answered(Pending task, String instanceId, Reply reply, Throwable failure) {
        switch (reply) {
            case Reply.Done(long reached, _, TaskAnswer.LaunchedOn(var where, _)) -> {
                Failpoints.hit("task.launched");
                if (!where.equals(instanceId)) {
                    commits.release(instanceId, task.taskId());
                }
                task.job().launched(task.taskId(), reached);
                context.pipeToSelf(
                        commits.taskShown(task.taskId(), reached),
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
        forget(task.taskId());
        context.pipeToSelf(
                commits.release(instanceId, task.taskId())
                        .handle((_, _) -> task.taskId())
                        .thenCompose(task.job().replacement()::replace),
                (newId, failure) ->
                        failure == null
                                ? new Retry(task.under(newId))
                                : new Answered(task, instanceId, null, failure));
    }

    private void abandonHope(Pending task, Throwable cause) {
        forget(task.taskId());
        task.job().unknown(cause);
    }
}

package dev.berth.actors.launch;

import dev.berth.actors.entity.Reply;
import dev.berth.actors.failpoint.Failpoints;
import dev.berth.actors.launch.Lane.Prepared;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.instance.InstanceAnswer.ReservationsGranted;
import dev.berth.domain.placement.Unfit;
import dev.berth.domain.task.TaskAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places and launches the tasks of one ECS cluster. Each scheduler has its own {@link Lane}. Lanes
 * plan at the same time, on a snapshot with an overlay of pending decisions, and a lane plans its
 * next pass while the previous one is being committed. Each pass sends one reservation command to
 * each chosen instance. Granted tasks are launched, refused tasks are planned again.
 */
public final class Launcher {

    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final int ATTEMPTS = 5;
    private static final int FAILED_PASSES = 4;
    private static final Duration PAUSE = Duration.ofMillis(100);

    public sealed interface Command {}

    /**
     * @param taskIds the ids to use, one for each task
     */
    public record Launch(LaunchRequest request, List<String> taskIds, ActorRef<LaunchReply> replyTo)
            implements Command {
        public Launch {
            taskIds = List.copyOf(taskIds);
        }
    }

    /**
     * @param failure null if the pass was planned
     */
    private record Planned(Lane lane, Prepared prepared, Lane.Result result, Throwable failure)
            implements Command {}

    private record Reserved(String instanceId, List<Pending> asked, Reply reply, Throwable failure)
            implements Command {}

    private record Answered(Pending task, String instanceId, Reply reply, Throwable failure)
            implements Command {}

    private record Retry(Pending task) implements Command {}

    private record Abandoned(Pending task) implements Command {}

    private record Resume(Lane lane) implements Command {}

    /** The cluster was deleted: open requests are answered, and the launcher stops. */
    record Stop() implements Command {}

    private record Shown(String taskId) implements Command {}

    private record PluginsChanged() implements Command {}

    private final ActorContext<Command> context;
    private final Commits commits;
    private final Planning planning;
    private final Lanes lanes;
    private final Set<Job> open = new HashSet<>();
    private Overlay overlay = Overlay.NOTHING;

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
                                        return message instanceof Stop
                                                ? Behaviors.stopped()
                                                : Behaviors.same();
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

    /** Answers open requests. Results of running operations are ignored afterwards. */
    private Behavior<Command> stop(Planning.Listeners listeners) {
        listeners.close();
        open.forEach(job -> job.fail("The server has stopped launching; try again."));
        return Behaviors.same();
    }

    private void onMessage(Command message) {
        switch (message) {
            case Launch launch -> launch(launch);
            case Planned planned when lanes.has(planned.lane()) -> planned(planned);
            case Reserved(var instanceId, var asked, var reply, var failure) ->
                    reserved(
                            instanceId,
                            asked.stream().filter(this::isOpen).toList(),
                            reply,
                            failure);
            case Answered(var task, var instanceId, var reply, var failure) when isOpen(task) ->
                    answered(task, instanceId, reply, failure);
            case Retry(var task) when isOpen(task) -> queue(task);
            case Abandoned(var task) when isOpen(task) ->
                    decide(task, () -> task.job().abandoned(task.taskId()));
            case Resume(var lane) when lanes.has(lane) -> {
                lane.resume();
                plan(lane);
            }
            case Shown(var taskId) -> forget(taskId);
            case PluginsChanged() -> lanes.forgetPlugins();
            // From before a restart, which has answered the request.
            case Planned _, Answered _, Retry _, Abandoned _, Resume _ -> {}
            case Stop _ -> {}
        }
    }

    private boolean isOpen(Pending task) {
        return open.contains(task.job());
    }

    private void decide(Pending task, Runnable decision) {
        decision.run();
        if (task.job().isAnswered()) {
            open.remove(task.job());
        }
    }

    private void launch(Launch launch) {
        var job = new Job(launch.request(), launch.taskIds().size(), launch.replyTo());
        open.add(job);
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
                    (result, failure) -> new Planned(lane, prepared, result, failure));
        }
    }

    private void planned(Planned planned) {
        var lane = planned.lane();
        var pass = planned.prepared().pass();
        if (planned.failure() != null) {
            passFailed(lane, pass, planned.failure());
            return;
        }
        var placed = planned.result().placed();
        lane.planned(planned.result().seen());
        planning.explain(pass, planned.result());
        Map<String, List<Pending>> byInstance = new LinkedHashMap<>();
        var tasks = pass.byId();
        for (var each : placed) {
            each.plan().unplaced().forEach((id, reasons) -> unplaced(tasks.get(id), reasons));
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

    /**
     * The pass is planned again after a delay, without the plugin that failed; after several
     * failures it is given up.
     */
    private void passFailed(Lane lane, Pass pass, Throwable failure) {
        var failures = lane.failed();
        if (failures < FAILED_PASSES) {
            LOG.warn("A placement pass failed and will be repeated: {}", failure.toString());
            lane.addAgain(pass.tasks());
        } else {
            LOG.warn("A placement pass failed and was given up: {}", failure.toString());
            lane.gaveUp();
            pass.tasks().forEach(task -> unknown(task, failure));
        }
        context.scheduleOnce(
                PAUSE.multipliedBy(1L << (failures - 1)), context.getSelf(), new Resume(lane));
    }

    private void unplaced(Pending task, List<Unfit> reasons) {
        decide(task, () -> task.job().unplaced(reasons));
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
            asked.forEach(task -> unknown(task, cause));
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
                var detail = "other placements were faster, %d times".formatted(ATTEMPTS);
                unplaced(task, List.of(new Unfit(instanceId, shortage.reason(), detail)));
            } else {
                // The next plan must see the state that made the instance refuse.
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
                decide(task, () -> task.job().launched(task.taskId(), reached));
                context.pipeToSelf(
                        commits.taskShown(task.taskId(), reached),
                        (_, _) -> new Shown(task.taskId()));
            }
            case Reply.Done(_, _, TaskAnswer.GivenUp _) -> abandoned(instanceId, task);
            case null -> unknown(task, failure);
            default -> unknown(task, new IllegalStateException(reply.toString()));
        }
    }

    /**
     * The id was abandoned during its launch. The answer is sent when the view shows that its
     * reservation is released, because the caller then retries with a new id. If the release fails,
     * the orchestrator repeats it.
     */
    private void abandoned(String instanceId, Pending task) {
        forget(task.taskId());
        context.pipeToSelf(
                commits.release(instanceId, task.taskId()), (_, _) -> new Abandoned(task));
    }

    private void unknown(Pending task, Throwable cause) {
        forget(task.taskId());
        decide(task, () -> task.job().unknown(cause.getMessage()));
    }
}

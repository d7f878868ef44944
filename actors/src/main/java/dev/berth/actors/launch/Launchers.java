package dev.berth.actors.launch;

import dev.berth.actors.entity.Entities;
import dev.berth.actors.entity.Epochs;
import dev.berth.actors.view.Views;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The launchers of this server: one for each ECS cluster, started when it is first needed. */
public final class Launchers implements AutoCloseable {

    /** Platform threads, because a plugin that never returns must not block a carrier thread. */
    private static final ThreadFactory PLANNERS =
            Thread.ofPlatform().daemon().name("berth-planner-", 0).factory();

    private static final Duration BETWEEN_DROPS = Duration.ofMinutes(5);

    private final ActorSystem<?> system;
    private final Entities entities;
    private final Views views;
    private final PlacementPoints points;
    private final InstantSource clock;
    private final Epochs epochs;
    private final FailedPlacements failed;
    private final ExecutorService planners = Executors.newCachedThreadPool(PLANNERS);

    /** Makes the names of actors unique, because the name of a cluster can be used again. */
    private final AtomicLong started = new AtomicLong();

    private final Map<String, Explanations> explanations = new ConcurrentHashMap<>();
    private final Map<String, ActorRef<Launcher.Command>> launchers = new ConcurrentHashMap<>();

    public Launchers(
            ActorSystem<?> system,
            Entities entities,
            Views views,
            PlacementPoints points,
            InstantSource clock,
            Epochs epochs,
            FailedPlacements failed) {
        this.system = system;
        this.entities = entities;
        this.views = views;
        this.points = points;
        this.clock = clock;
        this.epochs = epochs;
        this.failed = failed;
        system.scheduler()
                .scheduleWithFixedDelay(
                        BETWEEN_DROPS, BETWEEN_DROPS, this::dropOld, system.executionContext());
    }

    private void dropOld() {
        var now = clock.instant();
        explanations.values().forEach(each -> each.dropOld(now));
    }

    /** The launcher of an ECS cluster. */
    public ActorRef<Launcher.Command> of(String cluster) {
        return launchers.computeIfAbsent(cluster, this::start);
    }

    private ActorRef<Launcher.Command> start(String cluster) {
        var view = views.cluster(cluster);
        var behavior =
                Launcher.create(
                        new Commits(cluster, entities, view, () -> epochs.ofCluster(cluster)),
                        new Planning(view, points, explanations(cluster), planners, clock));
        return system.systemActorOf(
                Behaviors.supervise(behavior)
                        .onFailure(
                                SupervisorStrategy.restartWithBackoff(
                                        Duration.ofMillis(200), Duration.ofSeconds(10), 0.2)),
                "launcher-" + cluster + "-" + started.incrementAndGet(),
                Props.empty());
    }

    /** Stops the launcher of a deleted cluster. */
    public void end(String cluster) {
        explanations.remove(cluster);
        var launcher = launchers.remove(cluster);
        if (launcher != null) {
            launcher.tell(new Launcher.Stop());
        }
    }

    /**
     * The explanations of the placements in a cluster; after a restart only those of incomplete
     * calls.
     */
    public Explanations explanations(String cluster) {
        return explanations.computeIfAbsent(
                cluster, _ -> new Explanations(points, planners, failed.of(cluster)));
    }

    /** Resolves the names of placement strategies and constraints. */
    public PlacementPoints points() {
        return points;
    }

    /** Checks placement constraints without placing a task. */
    public ConstraintChecks constraintChecks() {
        return new ConstraintChecks(points, planners);
    }

    /** Interrupts running plans; their results are not needed any more. */
    @Override
    public void close() {
        planners.shutdownNow();
    }
}

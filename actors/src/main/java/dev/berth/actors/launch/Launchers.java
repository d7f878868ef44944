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

/** The launchers of this node, one for each ECS cluster, started when they are first needed. */
public final class Launchers implements AutoCloseable {

    /** Threads of the system: a plugin that is busy for ever must not keep a carrier. */
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

    /** Makes the names of actors unique: a cluster's name can be used again. */
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

    /** Ends what there is of a cluster that is gone. */
    public void end(String cluster) {
        explanations.remove(cluster);
        var launcher = launchers.remove(cluster);
        if (launcher != null) {
            launcher.tell(new Launcher.Stop());
        }
    }

    /**
     * Why the tasks of a cluster were placed as they were; after a start only of those that were
     * not placed.
     */
    public Explanations explanations(String cluster) {
        return explanations.computeIfAbsent(
                cluster, _ -> new Explanations(points, planners, failed.of(cluster)));
    }

    /** What the names in placement strategies and constraints stand for. */
    public PlacementPoints points() {
        return points;
    }

    /** Interrupts plans that are under way; their results are not needed any more. */
    @Override
    public void close() {
        planners.shutdownNow();
    }
}

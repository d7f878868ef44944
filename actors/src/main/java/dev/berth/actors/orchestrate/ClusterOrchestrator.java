package dev.berth.actors.orchestrate;

import dev.berth.actors.service.ClusterServices;
import dev.berth.actors.view.ClusterSnapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Acts over time for one ECS cluster: runs a {@link ReconcilerLoop} for each of its reconcilers. A
 * new reconciler is one line here.
 */
public final class ClusterOrchestrator {

    public sealed interface Command {}

    /** The cluster is gone: the orchestrator and its loops end. */
    public record Stop() implements Command {}

    private ClusterOrchestrator() {}

    /**
     * @param services the services of the cluster
     * @param retention how long a stopped task or an INACTIVE instance is shown by the API
     */
    public static Behavior<Command> create(
            String cluster,
            Commands commands,
            ClusterServices services,
            Duration retention,
            InstantSource clock) {
        var view = commands.views().cluster(cluster);
        // Short retentions, as tests set them, are kept to within a quarter of their length.
        var timing = Timing.DEFAULT.withTickAtMost(retention.dividedBy(4));
        List<Reconciler<ClusterSnapshot, ?, ?>> reconcilers =
                List.of(
                        new InstanceReservations(cluster),
                        new ServiceScheduler(
                                services, new ServiceActions(cluster, services, clock)),
                        new ClusterRetention(view, retention));
        return Behaviors.setup(
                context -> {
                    reconcilers.forEach(
                            each ->
                                    run(
                                            context,
                                            each,
                                            SnapshotSource.of(view),
                                            commands,
                                            clock,
                                            timing));
                    return Behaviors.receiveMessage(_ -> Behaviors.stopped());
                });
    }

    private static <K> void run(
            ActorContext<?> context,
            Reconciler<ClusterSnapshot, K, ?> reconciler,
            SnapshotSource<ClusterSnapshot> source,
            Commands commands,
            InstantSource clock,
            Timing timing) {
        context.spawn(
                ReconcilerLoop.create(reconciler, source, commands, clock, timing),
                reconciler.name());
    }
}

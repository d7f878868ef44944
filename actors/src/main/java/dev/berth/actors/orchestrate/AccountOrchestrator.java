package dev.berth.actors.orchestrate;

import dev.berth.actors.view.AccountSnapshot;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Runs the reconcilers of resources outside clusters, each in a {@link ReconcilerLoop}. A new
 * reconciler is one line here.
 */
public final class AccountOrchestrator {

    private AccountOrchestrator() {}

    /**
     * @param endCluster stops the view, launcher and orchestrator of a deleted cluster, if it is
     *     empty
     */
    public static Behavior<Void> create(
            Commands commands, Consumer<String> endCluster, InstantSource clock) {
        List<Reconciler<AccountSnapshot, ?, ?>> reconcilers =
                List.of(new UnfinishedRegistrations(), new ClusterCleanup(endCluster));
        return Behaviors.setup(
                context -> {
                    reconcilers.forEach(each -> run(context, each, commands, clock));
                    return Behaviors.empty();
                });
    }

    private static <K> void run(
            ActorContext<?> context,
            Reconciler<AccountSnapshot, K, ?> reconciler,
            Commands commands,
            InstantSource clock) {
        context.spawn(
                ReconcilerLoop.create(
                        reconciler,
                        SnapshotSource.of(commands.views().account()),
                        commands,
                        clock,
                        Timing.DEFAULT),
                reconciler.name());
    }
}

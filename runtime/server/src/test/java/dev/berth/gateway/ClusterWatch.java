package dev.berth.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.view.ClusterSnapshot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for what a cluster's view is to show. */
public final class ClusterWatch {
    private ClusterWatch() {}

    static void await(ControlPlane plane, String cluster, Predicate<ClusterSnapshot> condition)
            throws Exception {
        var met = new CompletableFuture<Void>();
        plane.clusterView(cluster)
                .subscribe(
                        (_, snapshot) -> {
                            if (condition.test(snapshot)) {
                                met.complete(null);
                            }
                        });
        turn(plane, cluster);
        if (condition.test(plane.cluster(cluster))) {
            met.complete(null);
        }
        met.get(10, TimeUnit.SECONDS);
    }

    /** Returns when the view's actor has come to what it was sent before, subscriptions too. */
    private static void turn(ControlPlane plane, String cluster) throws Exception {
        turned(plane, cluster).get(10, TimeUnit.SECONDS);
    }

    /**
     * Returns when the view shows what was reported before. The report itself is answered when it
     * is in the journal.
     */
    public static void showsReports(ControlPlane plane, String cluster) {
        turned(plane, cluster).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static CompletableFuture<Void> turned(ControlPlane plane, String cluster) {
        var turn = new CompletableFuture<Void>();
        plane.clusterView(cluster)
                .note(
                        contents -> {
                            turn.complete(null);
                            return contents;
                        });
        return turn;
    }

    /** As {@link #await} for what is never announced: asks the view's own actor, turn by turn. */
    public static void awaitNoted(
            ControlPlane plane, String cluster, Predicate<ClusterSnapshot> condition)
            throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.test(plane.cluster(cluster))) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            turn(plane, cluster);
            Thread.onSpinWait();
        }
    }
}

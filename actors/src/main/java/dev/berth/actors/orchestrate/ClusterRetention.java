package dev.berth.actors.orchestrate;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.ViewHandle;
import dev.berth.domain.Reconciliation;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Removes stopped tasks and INACTIVE instances from the view when their retention time is over. An
 * instance is kept until the last of its tasks has stopped. The janitor deletes the rows later.
 *
 * <p>It has one key, the cluster, and is planned on the slow tick only.
 */
final class ClusterRetention implements Reconciler<ClusterSnapshot, String, EntityAddress<?>> {

    private final ViewHandle<ClusterSnapshot> view;
    private final Duration retention;

    ClusterRetention(ViewHandle<ClusterSnapshot> view, Duration retention) {
        this.view = view;
        this.retention = retention;
    }

    @Override
    public String name() {
        return "cluster-retention";
    }

    @Override
    public Set<String> keys(EntityAddress<?> changed, ClusterSnapshot snapshot) {
        return Set.of();
    }

    @Override
    public Set<String> allKeys(ClusterSnapshot snapshot) {
        return Set.of(snapshot.cluster());
    }

    @Override
    public Reconciliation<EntityAddress<?>> plan(
            ClusterSnapshot snapshot, String cluster, Instant now) {
        return Reconciliation.of(snapshot.overdue(now.minus(retention)));
    }

    @Override
    public CompletionStage<?> carryOut(EntityAddress<?> over, Commands commands) {
        view.change(over, snapshot -> snapshot.without(over));
        return CompletableFuture.completedFuture(null);
    }
}

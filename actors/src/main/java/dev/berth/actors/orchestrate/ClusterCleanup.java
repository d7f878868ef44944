package dev.berth.actors.orchestrate;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.domain.Reconciliation;
import dev.berth.domain.cluster.Cluster;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Stops the view, launcher and orchestrator of ECS clusters that are removed from the API. */
final class ClusterCleanup implements Reconciler<AccountSnapshot, String, ClusterCleanup.End> {

    record End(String cluster) {}

    private final Consumer<String> end;

    /**
     * @param end stops them if the cluster is empty; can be called again
     */
    ClusterCleanup(Consumer<String> end) {
        this.end = end;
    }

    @Override
    public String name() {
        return "cluster-cleanup";
    }

    @Override
    public Set<String> keys(EntityAddress<?> changed, AccountSnapshot snapshot) {
        return changed.kind() == AggregateKind.CLUSTER ? Set.of(changed.id()) : Set.of();
    }

    @Override
    public Set<String> allKeys(AccountSnapshot snapshot) {
        return snapshot.clusters().rows().keySet();
    }

    @Override
    public Reconciliation<End> plan(AccountSnapshot snapshot, String cluster, Instant now) {
        return Reconciliation.of(
                snapshot.clusters()
                        .state(cluster)
                        .filter(Cluster.Forgotten.class::isInstance)
                        .map(_ -> List.of(new End(cluster)))
                        .orElse(List.of()));
    }

    @Override
    public CompletionStage<?> carryOut(End action, Commands commands) {
        end.accept(action.cluster());
        return CompletableFuture.completedFuture(null);
    }
}

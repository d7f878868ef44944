package dev.berth.actors.orchestrate;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.domain.Reconciliation;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.tag.TagChange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A reconciler that gives every ECS cluster the tag {@code seen}, and notes what is asked of it.
 */
final class Tagging implements Reconciler<AccountSnapshot, String, Tagging.Tag> {

    record Tag(String cluster) {}

    /** When each key was planned, in nanoseconds. */
    final Map<String, List<Long>> plans = new ConcurrentHashMap<>();

    /** How often it was asked for the keys of a change. */
    final AtomicInteger changes = new AtomicInteger();

    /** What happens before a cluster is tagged. */
    volatile Function<String, CompletionStage<?>> before =
            _ -> CompletableFuture.completedFuture(null);

    /** How long after each plan the next one is due, or null. */
    volatile Duration again;

    /** Thrown when it is asked for all keys next. */
    final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    final List<String> overlaps = new CopyOnWriteArrayList<>();
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    @Override
    public String name() {
        return "tagging";
    }

    @Override
    public Set<String> keys(EntityAddress<?> changed, AccountSnapshot snapshot) {
        changes.incrementAndGet();
        return changed.kind() == AggregateKind.CLUSTER ? Set.of(changed.id()) : Set.of();
    }

    @Override
    public Set<String> allKeys(AccountSnapshot snapshot) {
        var thrown = failure.getAndSet(null);
        if (thrown != null) {
            throw thrown;
        }
        return new HashSet<>(snapshot.clusters().rows().keySet());
    }

    @Override
    public Reconciliation<Tag> plan(AccountSnapshot snapshot, String cluster, Instant now) {
        if (running.contains(cluster)) {
            overlaps.add(cluster);
        }
        plans.computeIfAbsent(cluster, _ -> new CopyOnWriteArrayList<>()).add(System.nanoTime());
        var isTagged =
                snapshot.cluster(cluster)
                        .filter(
                                c ->
                                        c instanceof Cluster.Active active
                                                && active.tags().containsKey("seen"))
                        .isPresent();
        return new Reconciliation<>(
                isTagged ? List.of() : List.of(new Tag(cluster)),
                again == null ? null : now.plus(again));
    }

    @Override
    public CompletionStage<?> carryOut(Tag action, Commands commands) {
        var cluster = action.cluster();
        running.add(cluster);
        return before.apply(cluster)
                .thenCompose(
                        _ ->
                                commands.ask(
                                        AggregateKind.CLUSTER.at(cluster),
                                        new ClusterCommand.ChangeTags(
                                                new TagChange(Map.of("seen", "yes"), Set.of()))))
                .whenComplete((_, _) -> running.remove(cluster));
    }
}

package dev.berth.actors.launch;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.SnapshotInstance;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.placement.Placing;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.TaskToPlace;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks placement constraints without placing a task. The constraints are called outside the
 * caller's thread and within the time limit of plugins, as in planning. Safe for several threads.
 */
public final class ConstraintChecks {

    /** The first attempt can make a plugin unhealthy; the second one then says so. */
    private static final int ATTEMPTS = 2;

    private final PlacementPoints points;
    private final ExecutorService planners;

    ConstraintChecks(PlacementPoints points, ExecutorService planners) {
        this.points = points;
        this.planners = planners;
    }

    /** What a check has found. */
    public sealed interface Checked {

        /** The instances that satisfy all constraints, by id. */
        record Satisfying(Set<String> instanceIds) implements Checked {
            public Satisfying {
                instanceIds = Set.copyOf(instanceIds);
            }
        }

        /**
         * A constraint cannot be checked.
         *
         * @param reason a sentence
         */
        record Unknown(String reason) implements Checked {}
    }

    /** Checks the registered instances of a cluster. Fails only if the server is being stopped. */
    public CompletionStage<Checked> check(
            ClusterSnapshot cluster, TaskToPlace task, List<Placing.Constraint> constraints) {
        return check(cluster, task, new Placing(List.of(), constraints), 1);
    }

    private CompletionStage<Checked> check(
            ClusterSnapshot cluster, TaskToPlace task, Placing placing, int attempt) {
        return attempt(cluster, task, placing)
                .handle(
                        (checked, failure) ->
                                failure == null
                                        ? CompletableFuture.completedStage(checked)
                                        : attempt < ATTEMPTS
                                                ? check(cluster, task, placing, attempt + 1)
                                                : CompletableFuture.<Checked>completedStage(
                                                        new Checked.Unknown(reason(failure))))
                .thenCompose(Function.identity());
    }

    private CompletableFuture<Checked> attempt(
            ClusterSnapshot cluster, TaskToPlace task, Placing placing) {
        var use = new AtomicReference<PlacementPoints.Use>();
        var result = new CompletableFuture<Checked>();
        var run =
                planners.submit(
                        () -> {
                            // Not closed earlier: a blocked call keeps its plugin loaded.
                            try (var opened = points.open(cluster.cluster(), placing)) {
                                use.set(opened);
                                result.orTimeout(
                                        opened.deadline().toMillis(), TimeUnit.MILLISECONDS);
                                result.complete(checked(cluster, task, opened));
                            } catch (Throwable failure) {
                                result.completeExceptionally(failure);
                            }
                        });
        return result.whenComplete(
                (_, failure) -> {
                    if (failure != null && use.get() != null) {
                        use.get().failed(failure);
                    }
                    if (failure instanceof TimeoutException) {
                        run.cancel(true);
                    }
                });
    }

    private static Checked checked(
            ClusterSnapshot cluster, TaskToPlace task, PlacementPoints.Use use) {
        if (!use.unchecked().isEmpty()) {
            return new Checked.Unknown(String.join(" ", use.unchecked()));
        }
        var rules = use.placers().rules();
        return new Checked.Satisfying(
                cluster.registered()
                        .filter(
                                instance -> {
                                    var seen = new SnapshotInstance(cluster, instance);
                                    return rules.stream()
                                            .allMatch(
                                                    rule ->
                                                            rule.check(task, seen)
                                                                    instanceof Fit.Fits);
                                })
                        .map(ContainerInstance.Registered::instanceId)
                        .collect(Collectors.toSet()));
    }

    private static String reason(Throwable failure) {
        return failure instanceof TimeoutException
                ? "The check did not end within its time limit."
                : "The check failed: %s.".formatted(failure.getMessage());
    }
}

package dev.berth.actors.launch;

import dev.berth.actors.launch.Pass.Placed;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.SnapshotInstance;
import dev.berth.domain.placement.Fleet;
import dev.berth.plugin.cluster.Utilization;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The queue and the state of one scheduler in a cluster: the tasks that wait for it, and its own
 * copy of the instances' state. Lanes plan concurrently outside the actor, each one pass at a time.
 * Where two lanes use the same resources, the instance grants the first reservation.
 *
 * <p>The launcher owns a lane and calls it in its own thread, {@link #changed} alone may be called
 * from any. While a pass is planned the fleet belongs to the thread that plans it.
 */
final class Lane {

    private static final int TASKS_PER_PASS = 256;

    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final PlacementPoints points;
    private final ExecutorService planners;
    private Fleet fleet;
    private PassSnapshot seen = PassSnapshot.NOTHING;
    private boolean planning;
    private boolean pausing;
    private int failedPasses;
    private boolean pluginsChanged;

    Lane(PlacementPoints points, ExecutorService planners) {
        this.points = points;
        this.planners = planners;
    }

    /** The instance has changed. May be called in any thread. */
    void changed(String instanceId) {
        changed.add(instanceId);
    }

    /** Discards resolved plugins, at once or when the running pass has ended. */
    void pluginsChanged() {
        pluginsChanged = true;
        forgetPlugins();
    }

    void add(Pending task) {
        queue.add(task);
    }

    /** Puts the tasks of a failed pass at the head of the queue. */
    void addAgain(List<Pending> tasks) {
        tasks.reversed().forEach(queue::addFirst);
    }

    boolean isIdle() {
        return queue.isEmpty() && !planning;
    }

    boolean canPlan() {
        return !queue.isEmpty() && !planning && !pausing;
    }

    private void forgetPlugins() {
        if (!planning && pluginsChanged) {
            pluginsChanged = false;
            if (fleet != null) {
                fleet.forgetPlugins();
            }
        }
    }

    /** The pass was planned. */
    void planned(PassSnapshot saw) {
        planning = false;
        seen = saw;
        failedPasses = 0;
        forgetPlugins();
    }

    /**
     * The pass could not be planned. The state of the fleet is unknown, so it is created again. The
     * lane plans nothing until {@link #resume}.
     *
     * @return the number of consecutive failed passes
     */
    int failed() {
        planning = false;
        pausing = true;
        fleet = null;
        seen = PassSnapshot.NOTHING;
        forgetPlugins();
        return ++failedPasses;
    }

    /** The tasks of the failed passes were answered. The next failure counts as the first. */
    void gaveUp() {
        failedPasses = 0;
    }

    /** The pause after a failure is over. */
    void resume() {
        pausing = false;
    }

    /**
     * Starts a pass with the waiting tasks. The changed instances are read before the snapshot, so
     * that a change in between is seen twice, but never missed.
     */
    Prepared prepare(Supplier<ClusterSnapshot> view, Overlay overlay, InstantSource clock) {
        forgetPlugins();
        planning = true;
        var tasks = new ArrayList<Pending>();
        while (tasks.size() < TASKS_PER_PASS && !queue.isEmpty()) {
            tasks.add(queue.poll());
        }
        var news = new HashSet<String>();
        for (var each = changed.iterator(); each.hasNext(); ) {
            news.add(each.next());
            each.remove();
        }
        var snapshot = view.get();
        if (fleet == null) {
            fleet = new Fleet(new SplittableRandom());
            news.addAll(snapshot.instances().rows().keySet());
        }
        return new Prepared(new Pass(tasks, snapshot, overlay, clock.instant()), fleet, seen, news);
    }

    /** A pass that is ready to be planned. */
    record Prepared(Pass pass, Fleet fleet, PassSnapshot before, Set<String> news) {}

    /** The result of a planned pass, and the snapshot that it used. */
    record Result(List<Placed> placed, PassSnapshot seen) {}

    /**
     * Plans outside the caller's thread, within the deadline of the plugins. Fails if a plugin
     * fails; that plugin is marked, and the next attempt does not use it.
     */
    CompletionStage<Result> plan(Prepared prepared) {
        var uses = new CopyOnWriteArrayList<PlacementPoints.Use>();
        var result = new CompletableFuture<Result>();
        var run =
                planners.submit(
                        () -> {
                            try {
                                var groups = prepared.pass().groups();
                                var deadline = open(prepared.pass(), groups, uses);
                                result.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
                                result.complete(plan(prepared, groups, uses));
                            } catch (Throwable failure) {
                                result.completeExceptionally(failure);
                            } finally {
                                // Not earlier: a blocked call keeps its plugin loaded.
                                uses.forEach(PlacementPoints.Use::close);
                            }
                        });
        return result.whenComplete(
                (_, failure) -> {
                    if (failure != null) {
                        uses.forEach(use -> use.failed(failure));
                    }
                    if (failure instanceof TimeoutException) {
                        run.cancel(true);
                    }
                });
    }

    /**
     * Resolves the names of every group, which can call plugins. Returns the time limit for
     * planning.
     */
    private Duration open(Pass pass, List<Pass.Group> groups, List<PlacementPoints.Use> uses) {
        var longest = Duration.ZERO;
        for (var group : groups) {
            var use = points.open(pass.snapshot().cluster(), group.placing());
            uses.add(use);
            longest = longest.compareTo(use.deadline()) < 0 ? use.deadline() : longest;
        }
        return longest;
    }

    private static Result plan(
            Prepared prepared, List<Pass.Group> groups, List<PlacementPoints.Use> uses) {
        var pass = prepared.pass();
        var fleet = prepared.fleet();
        var snapshot = pass.snapshot();
        var used = new HashMap<String, Utilization>();
        fleet.begin(
                pass.at(),
                id -> {
                    var utilization = utilization(snapshot, id);
                    utilization.ifPresent(value -> used.put(id, value));
                    return utilization;
                });
        var offers = prepared.before().offers();
        var bytes = 0L;
        for (var id : prepared.news()) {
            var offer = pass.overlay().over(snapshot, id);
            if (offer.isPresent()) {
                fleet.offer(offer.get());
                offers = offers.plus(id, offer.get());
                bytes += PassSnapshot.bytes(offer.get());
            } else {
                fleet.withdraw(id);
                offers = offers.minus(id);
            }
        }
        var placed = new ArrayList<Placed>();
        for (int i = 0; i < groups.size(); i++) {
            var group = groups.get(i);
            var use = uses.get(i);
            placed.add(new Placed(group, fleet.place(group.batch(), use.placers()), use.notes()));
        }
        return new Result(
                placed, new PassSnapshot(offers, Map.copyOf(used), bytes + 64L * used.size()));
    }

    /** The total usage of an instance's tasks; empty without measurements. */
    static Optional<Utilization> utilization(ClusterSnapshot snapshot, String instanceId) {
        return snapshot.registered(instanceId)
                .flatMap(instance -> new SnapshotInstance(snapshot, instance).utilization());
    }
}

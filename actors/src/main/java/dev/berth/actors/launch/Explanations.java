package dev.berth.actors.launch;

import dev.berth.actors.launch.Pass.Group;
import dev.berth.actors.launch.Pass.Placed;
import dev.berth.domain.placement.Fleet;
import dev.berth.domain.placement.TaskAsk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * The latest placements of a cluster, for whoever asks why. Nothing is worked out until somebody
 * does: the picture that a pass saw shares almost everything with the one of today, and is walked
 * through again up to the task in question.
 *
 * <p>In memory only, and bounded: the last {@value #PASSES} passes, and beside them the last
 * {@value #INCOMPLETE} that placed less than was asked. Safe for several threads.
 */
public final class Explanations {

    private static final int PASSES = 64;
    private static final int INCOMPLETE = 32;

    private record Kept(Pass pass, List<Placed> placed) {}

    private final PlacementPoints points;
    private final Deque<Kept> passes = new ArrayDeque<>();
    private final Deque<Kept> incomplete = new ArrayDeque<>();

    public Explanations(PlacementPoints points) {
        this.points = points;
    }

    synchronized void keep(Pass pass, List<Placed> placed) {
        var kept = new Kept(pass, placed);
        keep(passes, kept, PASSES);
        if (placed.stream().anyMatch(each -> !each.plan().unplaced().isEmpty())) {
            keep(incomplete, kept, INCOMPLETE);
        }
    }

    private static void keep(Deque<Kept> into, Kept kept, int most) {
        into.addFirst(kept);
        if (into.size() > most) {
            into.removeLast();
        }
    }

    /** Why this task is where it is; empty where that is too long ago. */
    public Optional<Explanation> ofTask(String taskId) {
        return explain(task -> task.taskId().equals(taskId)).stream().findFirst();
    }

    /** What became of the tasks of one call, the newest placement first. */
    public List<Explanation> ofRun(String runId) {
        return explain(task -> task.job().request().runId().equals(runId));
    }

    /** The latest calls that placed less than was asked, each with its newest placement. */
    public List<Explanation> incomplete() {
        var newest = new LinkedHashMap<String, Explanation>();
        for (var kept : copy(incomplete)) {
            for (var placed : kept.placed()) {
                placed.plan().unplaced().keySet().stream()
                        .map(kept.pass().byId()::get)
                        .map(task -> task.job().request().runId())
                        .distinct()
                        .filter(runId -> !newest.containsKey(runId))
                        .forEach(runId -> newest.put(runId, explain(kept, placed, runId)));
            }
        }
        return List.copyOf(newest.values());
    }

    private List<Explanation> explain(Predicate<Pending> wanted) {
        var found = new ArrayList<Explanation>();
        var seen = new ArrayList<Kept>(copy(passes));
        copy(incomplete).stream().filter(kept -> !seen.contains(kept)).forEach(seen::add);
        for (var kept : seen) {
            var matching = kept.pass().tasks().stream().filter(wanted).toList();
            if (matching.isEmpty()) {
                continue;
            }
            for (var placed : kept.placed()) {
                matching.stream()
                        .filter(task -> isIn(placed.group(), task.taskId()))
                        .findFirst()
                        .ifPresent(
                                task ->
                                        found.add(
                                                explain(
                                                        kept,
                                                        placed,
                                                        task.job().request().runId(),
                                                        matching)));
            }
        }
        return found;
    }

    private static boolean isIn(Group group, String taskId) {
        return group.batch().asks().stream().anyMatch(ask -> ask.taskId().equals(taskId));
    }

    private synchronized List<Kept> copy(Deque<Kept> kept) {
        return List.copyOf(kept);
    }

    private Explanation explain(Kept kept, Placed placed, String runId) {
        var ofRun =
                kept.pass().tasks().stream()
                        .filter(task -> task.job().request().runId().equals(runId))
                        .toList();
        return explain(kept, placed, runId, ofRun);
    }

    /**
     * Walks through the pass again, up to the first of the tasks that was not placed, or placed.
     */
    private Explanation explain(Kept kept, Placed placed, String runId, List<Pending> about) {
        var plan = placed.plan();
        var chosen = new LinkedHashMap<String, Optional<String>>();
        about.stream()
                .map(Pending::taskId)
                .filter(id -> isIn(placed.group(), id))
                .forEach(id -> chosen.put(id, Optional.ofNullable(plan.chosen().get(id))));
        var subject =
                chosen.keySet().stream()
                        .filter(plan.unplaced()::containsKey)
                        .findFirst()
                        .orElseGet(() -> chosen.keySet().iterator().next());
        var pass = kept.pass();
        var placing = placed.group().placing();
        var cluster = pass.snapshot().cluster();
        var fleet = new Fleet(new SplittableRandom());
        fleet.begin(pass.at(), id -> Lane.utilization(pass.snapshot(), id));
        pass.snapshot()
                .instances()
                .keySet()
                .forEach(id -> pass.overlay().over(pass.snapshot(), id).ifPresent(fleet::offer));
        var ask = retrace(kept, subject, fleet);
        try (var use = points.open(cluster, placing)) {
            return new Explanation(
                    pass.at(),
                    cluster,
                    runId,
                    ask.task(),
                    placing,
                    placed.notes(),
                    chosen,
                    subject,
                    fleet.explain(ask, use.placers()));
        }
    }

    private static TaskAsk retrace(Kept kept, String subject, Fleet fleet) {
        for (var placed : kept.placed()) {
            var plan = placed.plan();
            for (var ask : inOrder(placed)) {
                if (ask.taskId().equals(subject)) {
                    return ask;
                }
                var instance = plan.chosen().get(ask.taskId());
                if (instance != null) {
                    fleet.retrace(ask, instance);
                }
            }
        }
        throw new IllegalStateException("The task is not of this pass");
    }

    /** Those that were placed as they were placed, then the others. */
    private static List<TaskAsk> inOrder(Placed placed) {
        var asks = new ArrayList<>(placed.group().batch().asks());
        asks.sort(
                java.util.Comparator.comparing(
                        ask -> !placed.plan().chosen().containsKey(ask.taskId())));
        return asks;
    }
}

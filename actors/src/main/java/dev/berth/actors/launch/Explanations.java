package dev.berth.actors.launch;

import dev.berth.actors.launch.Pass.Group;
import dev.berth.actors.launch.Pass.Placed;
import dev.berth.domain.placement.Fleet;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.TaskAsk;
import dev.berth.domain.placement.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private static final int ATTEMPTS = 3;

    private record Kept(Pass pass, List<Placed> placed) {}

    private final PlacementPoints points;
    private final ExecutorService planners;
    private final Deque<Kept> passes = new ArrayDeque<>();
    private final Deque<Kept> incomplete = new ArrayDeque<>();

    Explanations(PlacementPoints points, ExecutorService planners) {
        this.points = points;
        this.planners = planners;
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
        var ask = ask(placed, subject);
        return new Explanation(
                pass.at(),
                pass.snapshot().cluster(),
                runId,
                ask.task(),
                placing,
                placed.notes(),
                chosen,
                subject,
                verdicts(kept, ask, placing));
    }

    /**
     * Asks plugins as planning does: within a deadline, and without the one that fails, which is
     * replaced as it would be for a task.
     */
    private List<Verdict> verdicts(Kept kept, TaskAsk ask, Placing placing) {
        for (int attempt = 1; ; attempt++) {
            var use = points.open(kept.pass().snapshot().cluster(), placing);
            var judged =
                    planners.submit(
                            () -> {
                                try (use) {
                                    return fleetBefore(kept, ask).explain(ask, use.placers());
                                }
                            });
            Throwable cause;
            try {
                return judged.get(use.deadline().toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException failure) {
                cause = failure.getCause();
            } catch (TimeoutException late) {
                cause = late;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while explaining", stopped);
            }
            use.failed(cause);
            judged.cancel(true);
            if (attempt == ATTEMPTS) {
                throw new IllegalStateException("The placement cannot be explained", cause);
            }
        }
    }

    /** The instances as they were when it was the task's turn. */
    private static Fleet fleetBefore(Kept kept, TaskAsk ask) {
        var pass = kept.pass();
        var fleet = new Fleet(new SplittableRandom());
        fleet.begin(pass.at(), id -> Lane.utilization(pass.snapshot(), id));
        pass.snapshot()
                .instances()
                .rows()
                .keySet()
                .forEach(id -> pass.overlay().over(pass.snapshot(), id).ifPresent(fleet::offer));
        retrace(kept, ask.taskId(), fleet);
        return fleet;
    }

    private static TaskAsk ask(Placed placed, String taskId) {
        return placed.group().batch().asks().stream()
                .filter(ask -> ask.taskId().equals(taskId))
                .findFirst()
                .orElseThrow();
    }

    private static void retrace(Kept kept, String subject, Fleet fleet) {
        for (var placed : kept.placed()) {
            var plan = placed.plan();
            for (var ask : inOrder(placed)) {
                if (ask.taskId().equals(subject)) {
                    return;
                }
                var instance = plan.chosen().get(ask.taskId());
                if (instance != null) {
                    fleet.retrace(ask, instance);
                }
            }
        }
    }

    /** Those that were placed as they were placed, then the others. */
    private static List<TaskAsk> inOrder(Placed placed) {
        var asks = new ArrayList<>(placed.group().batch().asks());
        asks.sort(Comparator.comparing(ask -> !placed.plan().chosen().containsKey(ask.taskId())));
        return asks;
    }
}

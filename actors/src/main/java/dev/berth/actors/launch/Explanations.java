package dev.berth.actors.launch;

import dev.berth.actors.launch.Pass.Group;
import dev.berth.actors.launch.Pass.Placed;
import dev.berth.domain.placement.Fleet;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.TaskAsk;
import dev.berth.domain.placement.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * Explains the most recent placements of a cluster. Explanations are computed on request: the state
 * of the instances in a pass is kept, and the pass is replayed up to the task in question.
 *
 * <p>Limited by number, age and bytes: the last {@value #PASSES} passes, and the last {@value
 * #INCOMPLETE} that placed fewer tasks than requested. They are kept in memory; the explanations of
 * incomplete calls are also stored in the database. Safe for several threads.
 */
public final class Explanations {

    private static final int PASSES = 64;
    private static final int INCOMPLETE = 32;
    private static final int ATTEMPTS = 3;

    /**
     * The most passes that are computed at the same time for the database; further ones are
     * skipped.
     */
    private static final int WRITING = 4;

    /** The most calls of one pass that are saved. */
    private static final int WRITTEN = 16;

    /** For how long a placement can be explained. */
    static final Duration MAX_AGE = Duration.ofHours(1);

    /** The limit for the latest passes, and for the latest incomplete passes. */
    static final long MOST_BYTES = 4L << 20;

    private static final long BYTES_OF_A_TASK = 600;
    private static final long BYTES_OF_A_REASON = 100;

    /**
     * The kept data of a pass.
     *
     * @param runs the call that requested each task, in the order of the tasks
     */
    private record PassRecord(
            Instant at,
            String cluster,
            Map<String, String> runs,
            List<Placed> placed,
            PassSnapshot seen,
            long bytes) {

        static PassRecord of(Pass pass, Lane.Result result) {
            var runs = new LinkedHashMap<String, String>();
            pass.tasks().forEach(task -> runs.put(task.taskId(), task.job().request().runId()));
            var reasons =
                    result.placed().stream()
                            .map(Placed::plan)
                            .mapToLong(
                                    plan ->
                                            plan.reasons().size()
                                                    + plan.unplaced().values().stream()
                                                            .mapToLong(List::size)
                                                            .sum())
                            .sum();
            return new PassRecord(
                    pass.at(),
                    pass.snapshot().cluster(),
                    runs,
                    result.placed(),
                    result.seen(),
                    result.seen().bytes()
                            + BYTES_OF_A_TASK * runs.size()
                            + BYTES_OF_A_REASON * reasons);
        }

        List<String> tasksOf(String runId) {
            return runs.entrySet().stream()
                    .filter(each -> each.getValue().equals(runId))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    private final PlacementPoints points;
    private final ExecutorService planners;
    private final Deque<PassRecord> passes = new ArrayDeque<>();
    private final Deque<PassRecord> incomplete = new ArrayDeque<>();

    private final Store store;
    private final AtomicInteger writing = new AtomicInteger();

    /** Stores the explanations of incomplete calls over a restart. */
    interface Store {
        void keep(Explanation explanation);

        /** The newest first. */
        List<Explanation> all();

        /** Saves nothing. */
        Store NONE =
                new Store() {
                    @Override
                    public void keep(Explanation explanation) {}

                    @Override
                    public List<Explanation> all() {
                        return List.of();
                    }
                };
    }

    Explanations(PlacementPoints points, ExecutorService planners, Store store) {
        this.points = points;
        this.planners = planners;
        this.store = store;
    }

    synchronized void keep(Pass pass, Lane.Result result) {
        var kept = PassRecord.of(pass, result);
        keep(passes, kept, PASSES);
        if (result.placed().stream().anyMatch(each -> !each.plan().unplaced().isEmpty())) {
            keep(incomplete, kept, INCOMPLETE);
            writeDown(kept);
        }
        dropOld(pass.at());
    }

    /** Runs outside the launcher, and is skipped under load. */
    private void writeDown(PassRecord kept) {
        if (store == Store.NONE || writing.incrementAndGet() > WRITING) {
            writing.decrementAndGet();
            return;
        }
        try {
            planners.execute(
                    () -> {
                        try {
                            newest(List.of(kept)).values().stream()
                                    .limit(WRITTEN)
                                    .forEach(each -> store.keep(each.get()));
                        } finally {
                            writing.decrementAndGet();
                        }
                    });
        } catch (RejectedExecutionException e) {
            writing.decrementAndGet();
        }
    }

    /** The newest is always kept, regardless of its size. */
    private static void keep(Deque<PassRecord> into, PassRecord kept, int max) {
        into.addFirst(kept);
        var bytes = into.stream().mapToLong(PassRecord::bytes).sum();
        while (into.size() > max || into.size() > 1 && bytes > MOST_BYTES) {
            bytes -= into.removeLast().bytes();
        }
    }

    /** Removes passes that are too old to be explained. */
    synchronized void dropOld(Instant now) {
        var before = now.minus(MAX_AGE);
        passes.removeIf(kept -> kept.at().isBefore(before));
        incomplete.removeIf(kept -> kept.at().isBefore(before));
    }

    /** Why this task was placed on its instance; empty if the pass is not kept any more. */
    public Optional<Explanation> ofTask(String taskId) {
        return explain((id, _) -> id.equals(taskId)).stream()
                .findFirst()
                .or(
                        () ->
                                store.all().stream()
                                        .filter(each -> each.outcomes().containsKey(taskId))
                                        .findFirst());
    }

    /** The placements of one call, the newest first. */
    public List<Explanation> ofRun(String runId) {
        var found = explain((_, run) -> run.equals(runId));
        return found.isEmpty()
                ? store.all().stream().filter(each -> each.runId().equals(runId)).toList()
                : found;
    }

    /** The latest calls that placed fewer tasks than requested, each with its newest placement. */
    public List<Explanation> incomplete() {
        var newest = new LinkedHashMap<String, Explanation>();
        newest(copy(incomplete)).forEach((runId, each) -> newest.put(runId, each.get()));
        store.all().forEach(each -> newest.putIfAbsent(each.runId(), each));
        return newest.values().stream().limit(INCOMPLETE).toList();
    }

    /** For each call, the explanation of its newest incomplete placement. */
    private Map<String, Supplier<Explanation>> newest(List<PassRecord> passes) {
        var newest = new LinkedHashMap<String, Supplier<Explanation>>();
        for (var kept : passes) {
            for (var placed : kept.placed()) {
                placed.plan().unplaced().keySet().stream()
                        .map(kept.runs()::get)
                        .distinct()
                        .forEach(
                                runId ->
                                        newest.putIfAbsent(
                                                runId, () -> explain(kept, placed, runId)));
            }
        }
        return newest;
    }

    private List<Explanation> explain(BiPredicate<String, String> wanted) {
        var found = new ArrayList<Explanation>();
        var seen = new ArrayList<>(copy(passes));
        copy(incomplete).stream()
                .filter(kept -> seen.stream().noneMatch(each -> each == kept))
                .forEach(seen::add);
        for (var kept : seen) {
            var matching =
                    kept.runs().entrySet().stream()
                            .filter(each -> wanted.test(each.getKey(), each.getValue()))
                            .map(Map.Entry::getKey)
                            .toList();
            for (var placed : kept.placed()) {
                matching.stream()
                        .filter(id -> isIn(placed.group(), id))
                        .findFirst()
                        .ifPresent(
                                id ->
                                        found.add(
                                                explain(
                                                        kept,
                                                        placed,
                                                        kept.runs().get(id),
                                                        matching)));
            }
        }
        return found;
    }

    private static boolean isIn(Group group, String taskId) {
        return group.batch().asks().stream().anyMatch(ask -> ask.taskId().equals(taskId));
    }

    private synchronized List<PassRecord> copy(Deque<PassRecord> kept) {
        return List.copyOf(kept);
    }

    private Explanation explain(PassRecord kept, Placed placed, String runId) {
        return explain(kept, placed, runId, kept.tasksOf(runId));
    }

    /** Replays the pass up to the first of the tasks that was not placed, or else placed. */
    private Explanation explain(PassRecord kept, Placed placed, String runId, List<String> about) {
        var plan = placed.plan();
        var outcomes = new LinkedHashMap<String, Outcome>();
        about.stream()
                .filter(id -> isIn(placed.group(), id))
                .forEach(
                        id ->
                                outcomes.put(
                                        id,
                                        new Outcome(
                                                plan.chosen().get(id), plan.reasons().get(id))));
        var subject =
                outcomes.keySet().stream()
                        .filter(plan.unplaced()::containsKey)
                        .findFirst()
                        .orElseGet(() -> outcomes.keySet().iterator().next());
        var placing = placed.group().placing();
        var ask = ask(placed, subject);
        return new Explanation(
                kept.at(),
                kept.cluster(),
                runId,
                ask.task(),
                placing,
                placed.notes(),
                outcomes,
                subject,
                verdicts(kept, ask, placing));
    }

    /**
     * Calls plugins as in planning: with a deadline, and without a plugin that fails, which is
     * replaced as in planning.
     */
    private List<Verdict> verdicts(PassRecord kept, TaskAsk ask, Placing placing) {
        for (int attempt = 1; ; attempt++) {
            var use = points.open(kept.cluster(), placing);
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

    /** The state of the instances before the task was placed. */
    private static Fleet fleetBefore(PassRecord kept, TaskAsk ask) {
        var fleet = new Fleet(new SplittableRandom());
        var seen = kept.seen();
        fleet.begin(kept.at(), id -> Optional.ofNullable(seen.utilization().get(id)));
        seen.offers().values().forEach(fleet::offer);
        retrace(kept, ask.taskId(), fleet);
        return fleet;
    }

    private static TaskAsk ask(Placed placed, String taskId) {
        return placed.group().batch().asks().stream()
                .filter(ask -> ask.taskId().equals(taskId))
                .findFirst()
                .orElseThrow();
    }

    private static void retrace(PassRecord kept, String subject, Fleet fleet) {
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

    /** First the placed tasks in their order, then the others. */
    private static List<TaskAsk> inOrder(Placed placed) {
        var asks = new ArrayList<>(placed.group().batch().asks());
        asks.sort(Comparator.comparing(ask -> !placed.plan().chosen().containsKey(ask.taskId())));
        return asks;
    }
}

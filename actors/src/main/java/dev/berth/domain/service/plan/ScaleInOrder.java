package dev.berth.domain.service.plan;

import dev.berth.domain.service.ServiceSettings.PlacementRule;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * The order in which tasks are stopped: tasks that are not running or not healthy first, then the
 * task whose stop keeps the best balance by the placement strategy, then the youngest.
 *
 * <p>Tasks that differ only in their age form a group. The cost of a choice grows with the number
 * of groups, not with the number of tasks.
 */
final class ScaleInOrder {

    /**
     * The properties that all tasks of a group share.
     *
     * @param replacesReturned whether the tasks replaced a task that was given up, is back, and
     *     will be kept
     * @param places for each rule the place of the tasks, or the resources that remain there
     */
    private record Group(
            boolean replacesReturned, boolean pending, boolean healthy, List<Object> places) {}

    private static final Comparator<ServiceTask> YOUNGEST_FIRST =
            Comparator.comparing(ServiceTask::createdAt, Comparator.reverseOrder())
                    .thenComparing(ServiceTask::id);

    private final Tally tally;
    private final List<PlacementRule> rules;

    /** For each rule the number of remaining tasks at each place. */
    private final List<Map<Object, Integer>> counts = new ArrayList<>();

    ScaleInOrder(Tally tally) {
        this.tally = tally;
        this.rules = Places.rules(tally.service);
        rules.forEach(_ -> counts.add(new HashMap<>()));
        tally.live.forEach(task -> count(places(task), 1));
    }

    /** The candidates in the order in which they are stopped, computed on demand. */
    Iterable<ServiceTask> of(List<ServiceTask> candidates) {
        return () -> new Choices(candidates);
    }

    private final class Choices implements Iterator<ServiceTask> {
        private final Map<Group, Deque<ServiceTask>> groups = new HashMap<>();

        Choices(List<ServiceTask> candidates) {
            var back = returned(candidates);
            candidates.stream()
                    .sorted(YOUNGEST_FIRST)
                    .forEach(
                            task ->
                                    groups.computeIfAbsent(
                                                    group(task, back), _ -> new ArrayDeque<>())
                                            .add(task));
        }

        @Override
        public boolean hasNext() {
            return !groups.isEmpty();
        }

        @Override
        public ServiceTask next() {
            var first =
                    groups.entrySet().stream()
                            .min(order())
                            .orElseThrow(NoSuchElementException::new);
            var task = first.getValue().poll();
            if (first.getValue().isEmpty()) {
                groups.remove(first.getKey());
            }
            count(first.getKey().places(), -1);
            return task;
        }
    }

    private Group group(ServiceTask task, Instant back) {
        return new Group(
                tally.snapshot.policy().keep() == ServicePolicy.Keep.ORIGINAL
                        && back != null
                        && !task.createdAt().isBefore(back),
                task.isPending(),
                tally.isHealthy(task),
                places(task));
    }

    private Comparator<Map.Entry<Group, Deque<ServiceTask>>> order() {
        Comparator<Group> order =
                Comparator.comparing((Group group) -> !group.replacesReturned())
                        .thenComparing(group -> !group.pending())
                        .thenComparing(Group::healthy);
        for (var i = 0; i < rules.size(); i++) {
            var rule = i;
            order =
                    order.thenComparing(
                            Comparator.<Group>comparingDouble(group -> crowding(group, rule))
                                    .reversed());
        }
        return Map.Entry.<Group, Deque<ServiceTask>>comparingByKey(order)
                .thenComparing(entry -> entry.getValue().peek(), YOUNGEST_FIRST);
    }

    private double crowding(Group group, int rule) {
        var place = group.places().get(rule);
        return place instanceof Double room ? room : counts.get(rule).getOrDefault(place, 0);
    }

    private void count(List<Object> places, int change) {
        for (var i = 0; i < rules.size(); i++) {
            counts.get(i).merge(places.get(i), change, Integer::sum);
        }
    }

    private Instant returned(List<ServiceTask> candidates) {
        return candidates.stream()
                .map(task -> tally.service.upkeep().writtenOff().get(task.id()))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private List<Object> places(ServiceTask task) {
        return Places.of(rules, tally.instance(task));
    }
}

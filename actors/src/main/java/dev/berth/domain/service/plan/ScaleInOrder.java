package dev.berth.domain.service.plan;

import dev.berth.domain.service.ServiceSettings.PlacementRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The order in which tasks are stopped: tasks that are not running or not healthy first, then the
 * task whose stop keeps the best balance by the placement strategy, then the youngest.
 */
final class ScaleInOrder {

    private final Tally tally;
    private final List<ServiceTask> remaining;

    ScaleInOrder(Tally tally) {
        this.tally = tally;
        this.remaining = new ArrayList<>(tally.live);
    }

    /** The candidates in the order in which they are stopped. */
    List<ServiceTask> of(List<ServiceTask> candidates) {
        var left = new ArrayList<>(candidates);
        var ordered = new ArrayList<ServiceTask>();
        while (!left.isEmpty()) {
            var next = left.stream().min(order(left)).orElseThrow();
            left.remove(next);
            remaining.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private Comparator<ServiceTask> order(List<ServiceTask> left) {
        Comparator<ServiceTask> order =
                Comparator.comparing((ServiceTask task) -> !replacesReturned(left, task))
                        .thenComparing(task -> !task.isPending())
                        .thenComparing(tally::isHealthy);
        for (var rule : rules()) {
            order = order.thenComparing(Comparator.comparingDouble(crowding(rule)).reversed());
        }
        return order.thenComparing(ServiceTask::createdAt, Comparator.reverseOrder())
                .thenComparing(ServiceTask::id);
    }

    /** Whether the task replaced a task that was given up, is back, and will be kept. */
    private boolean replacesReturned(List<ServiceTask> left, ServiceTask task) {
        var back = returned(left);
        return tally.snapshot.policy().keep() == ServicePolicy.Keep.ORIGINAL
                && back != null
                && !task.createdAt().isBefore(back);
    }

    private Instant returned(List<ServiceTask> left) {
        return left.stream()
                .map(task -> tally.service.upkeep().writtenOff().get(task.id()))
                .filter(java.util.Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private List<PlacementRule> rules() {
        var rules = tally.service.settings().strategies();
        return rules.isEmpty()
                ? List.of(
                        new PlacementRule("spread", "attribute:" + ServiceInstance.ZONE),
                        new PlacementRule("spread", "instanceId"))
                : rules;
    }

    private ToDoubleFunction<ServiceTask> crowding(PlacementRule rule) {
        return switch (rule.type()) {
            case "spread" -> {
                var counts = new HashMap<String, Integer>();
                remaining.forEach(task -> counts.merge(place(rule, task), 1, Integer::sum));
                yield task -> counts.getOrDefault(place(rule, task), 0);
            }
            case "binpack" ->
                    "cpu".equals(rule.argument())
                            ? task -> tally.instance(task).remainingCpu()
                            : task -> tally.instance(task).remainingMemory();
            default -> _ -> 0; // random, or a scheduler
        };
    }

    private String place(PlacementRule rule, ServiceTask task) {
        var field = rule.argument() == null ? "instanceId" : rule.argument();
        return field.startsWith("attribute:")
                ? tally.instance(task)
                        .attributes()
                        .getOrDefault(field.substring("attribute:".length()), "")
                : task.instanceId();
    }
}

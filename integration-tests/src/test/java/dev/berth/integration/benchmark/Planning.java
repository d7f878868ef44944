package dev.berth.integration.benchmark;

import dev.berth.domain.Decision;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.ContainerInstance.Registered;
import dev.berth.domain.instance.InstanceDecider;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.placement.Offer;
import dev.berth.domain.placement.Planner;
import dev.berth.domain.placement.SpreadOverInstances;
import dev.berth.domain.placement.TaskAsk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The planner on a cluster that lives in memory alone; what it decides is at once so. */
final class Planning {
    private final List<Registered> instances = new ArrayList<>();
    private final Map<String, List<Reservation>> decided = new HashMap<>();
    private final Map<String, Map<String, Integer>> groups = new HashMap<>();

    Planning(Size size) {
        for (int number = 0; number < size.instances(); number++) {
            instances.add(registered(number));
        }
    }

    private static Registered registered(int number) {
        var decider = new InstanceDecider();
        var state = decider.initial();
        var accepted =
                (Decision.Accepted<dev.berth.domain.instance.InstanceEvent>)
                        decider.decide(state, FakeCluster.register("plan", number), Instant.EPOCH);
        ContainerInstance after = state;
        for (var event : accepted.events()) {
            after = decider.evolve(after, event);
        }
        return (Registered) after;
    }

    /** Plans one pass over equal tasks; how many found a place. */
    int pass(String group, List<String> taskIds) {
        var asks = taskIds.stream().map(id -> ask(group, id)).toList();
        var plan = Planner.plan(asks, offers(), List.of(new SpreadOverInstances()));
        plan.chosen()
                .forEach(
                        (task, instance) -> {
                            decided.computeIfAbsent(instance, _ -> new ArrayList<>())
                                    .add(need(task));
                            groups.computeIfAbsent(instance, _ -> new HashMap<>())
                                    .merge(group, 1, Integer::sum);
                        });
        return plan.chosen().size();
    }

    private List<Offer> offers() {
        return instances.stream()
                .map(
                        instance ->
                                new Offer(
                                        instance,
                                        true,
                                        Set.of(),
                                        decided.getOrDefault(instance.instanceId(), List.of()),
                                        Set.of(),
                                        groups.getOrDefault(instance.instanceId(), Map.of())))
                .toList();
    }

    private static TaskAsk ask(String group, String id) {
        return new TaskAsk(id, group, group, need(id), Set.of(), null);
    }

    private static Reservation need(String id) {
        return new Reservation(id, Size.TASK_CPU, Size.TASK_MEMORY, Set.of(), null);
    }
}

package dev.berth.integration.benchmark;

import dev.berth.domain.Decision;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.ContainerInstance.Registered;
import dev.berth.domain.instance.InstanceDecider;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.placement.Batch;
import dev.berth.domain.placement.Fleet;
import dev.berth.domain.placement.Offer;
import dev.berth.domain.placement.Offer.Decided;
import dev.berth.domain.placement.Placers;
import dev.berth.domain.placement.TaskAsk;
import dev.berth.plugin.cluster.Capacity;
import dev.berth.plugin.placement.TaskToPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A fleet on a cluster that lives in memory alone; what it decides is at once so. Whatever a pass
 * has changed is offered again before the next, as the launcher does.
 */
final class Planning {
    private final Map<String, Registered> instances = new HashMap<>();
    private final Map<String, List<Decided>> decided = new HashMap<>();
    private final Fleet fleet = new Fleet(new SplittableRandom(1));
    private final Placers placers;

    Planning(Size size) {
        placers = ZoneThenBinpack.of(size).placers();
        for (int number = 0; number < size.instances(); number++) {
            var instance = registered(number);
            instances.put(instance.instanceId(), instance);
            offer(instance.instanceId());
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
        fleet.begin(Instant.EPOCH, _ -> Optional.empty());
        var plan = fleet.place(new Batch("plan", asks.getFirst().task(), asks), placers);
        plan.chosen()
                .forEach(
                        (task, instance) ->
                                decided.computeIfAbsent(instance, _ -> new ArrayList<>())
                                        .add(new Decided(need(task), group, group)));
        Set.copyOf(plan.chosen().values()).forEach(this::offer);
        return plan.chosen().size();
    }

    private void offer(String instanceId) {
        fleet.offer(
                new Offer(
                        instances.get(instanceId),
                        true,
                        null,
                        List.of(),
                        Set.of(),
                        decided.getOrDefault(instanceId, List.of()),
                        Set.of(),
                        Set.of()));
    }

    private static TaskAsk ask(String group, String id) {
        var need = new Capacity(Size.TASK_CPU, Size.TASK_MEMORY);
        var task = new TaskToPlace(group, 1, group, need, Set.of(), Set.of());
        return new TaskAsk(id, task, need(id), null);
    }

    private static Reservation need(String id) {
        return new Reservation(id, Size.TASK_CPU, Size.TASK_MEMORY, Set.of(), null);
    }
}

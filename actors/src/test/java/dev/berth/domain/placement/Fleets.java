package dev.berth.domain.placement;

import static dev.berth.domain.instance.Instances.ask;

import dev.berth.domain.Scenario;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.placement.Offer.Occupant;
import dev.berth.plugin.cluster.Capacity;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import dev.berth.plugin.placement.Scheduler;
import dev.berth.plugin.placement.TaskToPlace;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Fleets, tasks and ways to place them that tests begin with. */
final class Fleets {

    static final String GROUP = "family:web";

    /** Nobody decides: what fits is drawn by lot. */
    static final Placers BY_LOT = preferring();

    static final Preference FEWEST_OF_GROUP =
            (task, instance) -> instance.tasksOfGroup(task.group());
    static final Preference LEAST_MEMORY_LEFT = (_, instance) -> instance.remaining().memory();

    private Fleets() {}

    static Fleet of(List<Offer> offers) {
        var fleet = new Fleet(new SplittableRandom(7));
        fleet.begin(Scenario.NOW, _ -> Optional.empty());
        offers.forEach(fleet::offer);
        return fleet;
    }

    static Placers preferring(Preference... preferences) {
        return new Placers(List.of(), new Placers.Choice.ByPreferences(List.of(preferences)));
    }

    static Placers ruled(List<Rule> rules, Preference... preferences) {
        return new Placers(rules, new Placers.Choice.ByPreferences(List.of(preferences)));
    }

    static Placers by(Scheduler scheduler) {
        return new Placers(List.of(), new Placers.Choice.ByScheduler(scheduler));
    }

    /** Instances with the same attribute value are weighed together by their tasks of the group. */
    static Preference spreadOver(String attribute) {
        return new Preference() {
            @Override
            public double weight(TaskToPlace task, dev.berth.plugin.cluster.Instance instance) {
                return instance.tasksOfGroup(task.group());
            }

            @Override
            public String partition(dev.berth.plugin.cluster.Instance instance) {
                return instance.attributes().getOrDefault(attribute, "");
            }
        };
    }

    static Batch tasks(int count, int cpu, int memory, int... ports) {
        return batch(
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> task("t" + i, ask("t" + i, cpu, memory, ports)))
                        .toList());
    }

    static Batch batch(List<TaskAsk> asks) {
        return new Batch("default", asks.getFirst().task(), asks);
    }

    static TaskAsk task(String id, Reservation need) {
        return task(id, need, Set.of(), null);
    }

    static TaskAsk task(String id, Reservation need, Set<String> attributes, String instance) {
        var task =
                new TaskToPlace(
                        "web",
                        1,
                        GROUP,
                        new Capacity(need.cpu(), need.memory()),
                        HostPorts.forPlugins(need.ports()),
                        attributes);
        return new TaskAsk(id, task, need, instance);
    }

    static Offer offer(ContainerInstance.Registered instance) {
        return running(instance, Map.of());
    }

    static Offer running(ContainerInstance.Registered instance, Map<String, Integer> tasksByGroup) {
        var tasks =
                tasksByGroup.entrySet().stream()
                        .flatMap(
                                each ->
                                        Collections.nCopies(
                                                each.getValue(),
                                                new Occupant("web", each.getKey(), true, false))
                                                .stream())
                        .toList();
        return new Offer(instance, true, null, tasks, Set.of(), List.of(), Set.of(), Set.of());
    }

    static ContainerInstance.Registered withAttributes(
            ContainerInstance.Registered i, Map<String, String> attributes) {
        return new ContainerInstance.Registered(
                i.cluster(),
                i.instanceId(),
                i.status(),
                i.resources(),
                attributes,
                i.versions(),
                i.registeredAt(),
                i.reservations(),
                i.sequenceReserved(),
                i.version());
    }
}

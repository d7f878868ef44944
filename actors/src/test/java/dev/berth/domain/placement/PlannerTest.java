package dev.berth.domain.placement;

import static dev.berth.domain.instance.Instances.ask;
import static dev.berth.domain.instance.Instances.holding;
import static dev.berth.domain.instance.Instances.ports;
import static dev.berth.domain.instance.Instances.resources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.ContainerInstance.Status;
import dev.berth.domain.instance.Reservation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final String GROUP = "family:web";

    @Test
    void eachFilterSaysWhyAnInstanceWasRuledOut() {
        var task = new TaskAsk("t1", "web", GROUP, ask("t1", 500, 500, 80), Set.of("os"), null);
        var draining = withStatus(holding("i1", resources(1000, 1000)), Status.DRAINING);
        var plain = holding("i3", resources(1000, 1000));
        var bare = withAttributes(plain, Map.of());
        var offers =
                List.of(
                        offer(draining),
                        disconnected(holding("i2", resources(1000, 1000))),
                        offer(bare),
                        offer(holding("i4", resources(499, 1000))),
                        offer(holding("i5", resources(1000, 499))),
                        offer(holding("i6", resources(1000, 1000, 80))),
                        bound(holding("i7", resources(1000, 1000)), 80));

        var plan = Planner.plan(List.of(task), offers, List.of());

        assertThat(plan.chosen()).isEmpty();
        assertThat(plan.unplaced())
                .containsOnly(
                        Map.entry(
                                "t1",
                                List.of(
                                        new Unfit("i1", "INACTIVE"),
                                        new Unfit("i2", "AGENT"),
                                        new Unfit("i3", "ATTRIBUTE"),
                                        new Unfit("i4", "RESOURCE:CPU"),
                                        new Unfit("i5", "RESOURCE:MEMORY"),
                                        new Unfit("i6", "RESOURCE:PORTS"),
                                        new Unfit("i7", "RESOURCE:PORTS"))));
    }

    @Test
    void aTaskForOneInstanceGoesThereOrNowhere() {
        var offers =
                List.of(
                        offer(holding("i1", resources(1000, 1000))),
                        running(holding("i2", resources(1000, 1000)), Map.of(GROUP, 7)),
                        offer(holding("i3", resources(10, 1000))));
        var spread = List.<Narrowing>of(new SpreadOverInstances());

        var plan =
                Planner.plan(
                        List.of(only("t1", "i2"), only("t2", "i3"), only("t3", "gone")),
                        offers,
                        spread);

        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i2"));
        assertThat(plan.unplaced())
                .isEqualTo(
                        Map.of(
                                "t2", List.of(new Unfit("i3", "RESOURCE:CPU")),
                                "t3", List.of(new Unfit("gone", "INACTIVE"))));
    }

    private static TaskAsk only(String id, String instance) {
        return new TaskAsk(id, "web", GROUP, ask(id, 500, 500), Set.of(), instance);
    }

    @Test
    void withoutInstancesNothingIsPlacedAndNothingIsSaidOfThem() {
        var plan = Planner.plan(tasks(1, 1, 1), List.of(), List.of());
        assertThat(plan.unplaced()).containsOnly(Map.entry("t1", List.of()));
    }

    @Test
    void tasksArePlacedOneAfterAnotherOnWhatIsLeft() {
        var offers = List.of(offer(holding("i1", resources(1000, 1000))));
        var plan = Planner.plan(tasks(3, 400, 10), offers, List.of());
        assertThat(plan.chosen()).containsOnlyKeys("t1", "t2");
        assertThat(plan.unplaced())
                .containsOnly(Map.entry("t3", List.of(new Unfit("i1", "RESOURCE:CPU"))));
    }

    @Test
    void aPortHasOneOwnerWithinAPass() {
        var offers =
                List.of(
                        offer(holding("i1", resources(1000, 1000))),
                        offer(holding("i2", resources(1000, 1000), ask("x", 0, 0, 80))));
        var plan = Planner.plan(tasks(2, 1, 1, 80), offers, List.of());
        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i1"));
        assertThat(plan.unplaced().get("t2"))
                .containsExactly(
                        new Unfit("i1", "RESOURCE:PORTS"), new Unfit("i2", "RESOURCE:PORTS"));
    }

    @Test
    void whatEarlierPassesDecidedCountsAsTaken() {
        var instance = holding("i1", resources(1000, 1000));
        var decided = List.of(ask("x", 700, 10));
        var offer = new Offer(instance, true, Set.of(), decided, Set.of(), Map.of());
        var plan = Planner.plan(tasks(1, 400, 1), List.of(offer), List.of());
        assertThat(plan.unplaced()).containsKey("t1");
    }

    @Test
    void aDecisionThatTheInstanceShowsAlreadyIsCountedOnce() {
        var held = ask("x", 600, 10);
        var offer =
                new Offer(
                        holding("i1", resources(1000, 1000), held),
                        true,
                        Set.of(),
                        List.of(held),
                        Set.of(),
                        Map.of());
        assertThat(Planner.plan(tasks(1, 400, 1), List.of(offer), List.of()).chosen())
                .isEqualTo(Map.of("t1", "i1"));
    }

    @Test
    void theRoomOfStoppedTasksCanBeGivenAway() {
        var offer =
                new Offer(
                        holding("i1", resources(1000, 1000), ask("x", 1000, 10, 80)),
                        true,
                        Set.of(),
                        List.of(),
                        Set.of("x"),
                        Map.of());
        assertThat(Planner.plan(tasks(1, 1000, 1, 80), List.of(offer), List.of()).chosen())
                .isEqualTo(Map.of("t1", "i1"));
    }

    @Test
    void aTaskThatHoldsAReservationAlreadyIsPlacedThereHoweverFullItIs() {
        var offers =
                List.of(
                        offer(holding("i1", resources(1000, 1000))),
                        offer(holding("i2", resources(1000, 1000), ask("t1", 1000, 1000, 80))));
        var task = task("t1", ask("t1", 1000, 1000, 80));
        var plan = Planner.plan(List.of(task), offers, List.of(new SpreadOverInstances()));
        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i2"));
    }

    @Test
    void aReservationOnAnInstanceThatIsNotConnectedHoldsNobodyThere() {
        var offers =
                List.of(
                        disconnected(holding("i1", resources(1000, 1000), ask("t1", 10, 10))),
                        offer(holding("i2", resources(1000, 1000))));
        var plan = Planner.plan(List.of(task("t1", ask("t1", 10, 10))), offers, List.of());
        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i2"));
    }

    @Test
    void equalTasksAreSpreadOverTheInstances() {
        var offers =
                List.of(
                        offer(holding("i1", resources(1000, 1000))),
                        offer(holding("i2", resources(1000, 1000))),
                        offer(holding("i3", resources(1000, 1000))));
        var plan = Planner.plan(tasks(6, 1, 1), offers, List.of(new SpreadOverInstances()));
        assertThat(plan.chosen().values()).containsExactly("i1", "i2", "i3", "i1", "i2", "i3");
    }

    @Test
    void spreadCountsTheTasksOfTheGroupFirstAndAllOfThemThen() {
        var offers =
                List.of(
                        running(holding("i1", resources(1000, 1000)), Map.of(GROUP, 1)),
                        running(holding("i2", resources(1000, 1000)), Map.of("other", 3)),
                        running(holding("i3", resources(1000, 1000)), Map.of("other", 1)));
        var plan = Planner.plan(tasks(3, 1, 1), offers, List.of(new SpreadOverInstances()));
        assertThat(plan.chosen().values()).containsExactly("i3", "i2", "i1");
    }

    @Test
    void strategiesNarrowOneAfterAnother() {
        var offers =
                List.of(
                        running(holding("i1", resources(1000, 1000)), Map.of(GROUP, 1)),
                        offer(holding("i2", resources(1000, 900))),
                        offer(holding("i3", resources(1000, 800))));
        var plan =
                Planner.plan(
                        tasks(1, 1, 1),
                        offers,
                        List.of(new SpreadOverInstances(), new LeastMemoryLeft()));
        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i3"));
    }

    private static List<TaskAsk> tasks(int count, int cpu, int memory, int... ports) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> task("t" + i, ask("t" + i, cpu, memory, ports)))
                .toList();
    }

    private static TaskAsk task(String id, Reservation need) {
        return new TaskAsk(id, "web", GROUP, need, Set.of(), null);
    }

    private static Offer offer(ContainerInstance.Registered instance) {
        return running(instance, Map.of());
    }

    private static Offer running(
            ContainerInstance.Registered instance, Map<String, Integer> tasksByGroup) {
        return new Offer(instance, true, Set.of(), List.of(), Set.of(), tasksByGroup);
    }

    private static Offer disconnected(ContainerInstance.Registered instance) {
        return new Offer(instance, false, Set.of(), List.of(), Set.of(), Map.of());
    }

    private static Offer bound(ContainerInstance.Registered instance, int... boundPorts) {
        return new Offer(instance, true, ports(boundPorts), List.of(), Set.of(), Map.of());
    }

    private static ContainerInstance.Registered withStatus(
            ContainerInstance.Registered i, Status status) {
        return new ContainerInstance.Registered(
                i.cluster(),
                i.instanceId(),
                status,
                i.resources(),
                i.attributes(),
                i.versions(),
                i.registeredAt(),
                i.reservations(),
                i.sequenceReserved(),
                i.version());
    }

    private static ContainerInstance.Registered withAttributes(
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

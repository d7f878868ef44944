package dev.berth.domain.placement;

import static dev.berth.domain.instance.Instances.ask;
import static dev.berth.domain.instance.Instances.holding;
import static dev.berth.domain.instance.Instances.ports;
import static dev.berth.domain.instance.Instances.resources;
import static dev.berth.domain.placement.Fleets.BY_LOT;
import static dev.berth.domain.placement.Fleets.FEWEST_OF_GROUP;
import static dev.berth.domain.placement.Fleets.GROUP;
import static dev.berth.domain.placement.Fleets.LEAST_MEMORY_LEFT;
import static dev.berth.domain.placement.Fleets.batch;
import static dev.berth.domain.placement.Fleets.offer;
import static dev.berth.domain.placement.Fleets.preferring;
import static dev.berth.domain.placement.Fleets.ruled;
import static dev.berth.domain.placement.Fleets.running;
import static dev.berth.domain.placement.Fleets.task;
import static dev.berth.domain.placement.Fleets.tasks;
import static dev.berth.domain.placement.Fleets.withAttributes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.ContainerInstance.Status;
import dev.berth.domain.placement.Offer.Decided;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetTest {

    @Test
    void eachFilterSaysWhyAnInstanceWasRuledOutAndByHowMuch() {
        var task = task("t1", ask("t1", 500, 500, 80), Set.of("os"), null);
        var draining = withStatus(holding("i1", resources(1000, 1000)), Status.DRAINING);
        var plain = holding("i3", resources(1000, 1000));
        var offers =
                List.of(
                        offer(draining),
                        disconnected(holding("i2", resources(1000, 1000))),
                        offer(withAttributes(plain, Map.of())),
                        offer(holding("i4", resources(499, 1000))),
                        offer(holding("i5", resources(1000, 499))),
                        offer(holding("i6", resources(1000, 1000, 80))),
                        bound(holding("i7", resources(1000, 1000)), 80));

        var plan = Fleets.of(offers).place(batch(List.of(task)), BY_LOT);

        assertThat(plan.chosen()).isEmpty();
        assertThat(plan.unplaced().get("t1"))
                .containsExactly(
                        new Unfit("i1", "INACTIVE", "its status is DRAINING"),
                        new Unfit(
                                "i2",
                                "AGENT",
                                "its agent is not connected, or cannot save its state"),
                        new Unfit("i3", "ATTRIBUTE", "it lacks os"),
                        new Unfit(
                                "i4",
                                "RESOURCE:CPU",
                                "500 CPU units requested, 499 of 499 available"),
                        new Unfit(
                                "i5", "RESOURCE:MEMORY", "500 MiB requested, 499 of 499 available"),
                        new Unfit("i6", "RESOURCE:PORTS", "in use: 80/TCP"),
                        new Unfit("i7", "RESOURCE:PORTS", "in use: 80/TCP"));
    }

    @Test
    void aConstraintRulesOutWithItsOwnWords() {
        Rule quiet =
                (_, instance) ->
                        instance.tasksCount() == 0
                                ? Fit.FITS
                                : Fit.unfit("Not quiet.", "runs " + instance.tasksCount());
        var offers =
                List.of(
                        running(holding("i1", resources(1000, 1000)), Map.of("other", 2)),
                        offer(holding("i2", resources(1000, 1000))));

        var plan = Fleets.of(offers).place(tasks(2, 1, 1), ruled(List.of(quiet)));

        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i2"));
        assertThat(plan.unplaced().get("t2"))
                .containsExactly(
                        new Unfit("i1", "Not quiet.", "runs 2"),
                        new Unfit("i2", "Not quiet.", "runs 1"));
    }

    @Test
    void aTaskForOneInstanceGoesThereOrNowhere() {
        var fleet =
                Fleets.of(
                        List.of(
                                offer(holding("i1", resources(1000, 1000))),
                                running(holding("i2", resources(1000, 1000)), Map.of(GROUP, 7)),
                                offer(holding("i3", resources(10, 1000)))));
        Rule never = (_, _) -> Fit.unfit("Never.", "never");

        var plan =
                fleet.place(
                        batch(List.of(only("t1", "i2"), only("t2", "i3"), only("t3", "gone"))),
                        ruled(List.of(never), FEWEST_OF_GROUP));

        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i2"));
        assertThat(plan.unplaced().get("t2"))
                .extracting(Unfit::reason)
                .containsOnly("RESOURCE:CPU");
        assertThat(plan.unplaced().get("t3"))
                .containsExactly(new Unfit("gone", "INACTIVE", "it is no longer registered"));
    }

    private static TaskAsk only(String id, String instance) {
        return task(id, ask(id, 500, 500), Set.of(), instance);
    }

    @Test
    void withoutInstancesNothingIsPlacedAndNothingIsSaidOfThem() {
        var plan = Fleets.of(List.of()).place(tasks(1, 1, 1), BY_LOT);
        assertThat(plan.unplaced()).containsOnly(Map.entry("t1", List.of()));
    }

    @Test
    void tasksArePlacedOneAfterAnotherOnWhatIsLeft() {
        var fleet = Fleets.of(List.of(offer(holding("i1", resources(1000, 1000)))));
        var plan = fleet.place(tasks(3, 400, 10), BY_LOT);
        assertThat(plan.chosen()).containsOnlyKeys("t1", "t2");
        assertThat(plan.unplaced().get("t3"))
                .containsExactly(
                        new Unfit(
                                "i1",
                                "RESOURCE:CPU",
                                "400 CPU units requested, 200 of 1000 available"));
    }

    @Test
    void aPortHasOneOwnerWithinAPass() {
        var offers =
                List.of(
                        offer(holding("i1", resources(1000, 1000))),
                        offer(holding("i2", resources(1000, 1000), ask("x", 0, 0, 80))));
        var plan = Fleets.of(offers).place(tasks(2, 1, 1, 80), BY_LOT);
        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i1"));
        assertThat(plan.unplaced().get("t2"))
                .extracting(Unfit::reason)
                .containsExactly("RESOURCE:PORTS", "RESOURCE:PORTS");
    }

    @Test
    void whatEarlierPassesDecidedCountsAsTaken() {
        var instance = holding("i1", resources(1000, 1000));
        var plan = Fleets.of(List.of(decided(instance, 700))).place(tasks(1, 400, 1), BY_LOT);
        assertThat(plan.unplaced()).containsKey("t1");
    }

    @Test
    void aDecisionThatTheInstanceShowsAlreadyIsCountedOnce() {
        var instance = holding("i1", resources(1000, 1000), ask("x", 600, 10));
        var plan = Fleets.of(List.of(decided(instance, 600))).place(tasks(1, 400, 1), BY_LOT);
        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i1"));
    }

    @Test
    void theRoomOfStoppedTasksCanBeGivenAway() {
        var offer =
                new Offer(
                        holding("i1", resources(1000, 1000), ask("x", 1000, 10, 80)),
                        true,
                        null,
                        List.of(),
                        Set.of(),
                        List.of(),
                        Set.of("x"),
                        Set.of());
        assertThat(Fleets.of(List.of(offer)).place(tasks(1, 1000, 1, 80), BY_LOT).chosen())
                .isEqualTo(Map.of("t1", "i1"));
    }

    @Test
    void aTaskThatHoldsAReservationAlreadyIsPlacedThereHoweverFullItIs() {
        var offers =
                List.of(
                        offer(holding("i1", resources(1000, 1000))),
                        unlaunched(
                                holding("i2", resources(1000, 1000), ask("t1", 1000, 1000, 80)),
                                true,
                                "t1"));
        var asks = batch(List.of(task("t1", ask("t1", 1000, 1000, 80))));
        var plan = Fleets.of(offers).place(asks, preferring(FEWEST_OF_GROUP));
        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i2"));
    }

    @Test
    void aTaskWithAReservationOnADisconnectedInstanceIsPlacedElsewhere() {
        var offers =
                List.of(
                        unlaunched(
                                holding("i1", resources(1000, 1000), ask("t1", 10, 10)),
                                false,
                                "t1"),
                        offer(holding("i2", resources(1000, 1000))));
        var plan = Fleets.of(offers).place(tasks(1, 10, 10), BY_LOT);
        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i2"));
    }

    @Test
    void whatChangesBetweenPassesIsSeen() {
        var fleet =
                Fleets.of(
                        List.of(
                                offer(holding("i1", resources(1000, 100))),
                                offer(holding("i2", resources(1000, 200)))));
        var binpack = preferring(LEAST_MEMORY_LEFT);
        assertThat(fleet.place(tasks(1, 1, 1), binpack).chosen()).containsEntry("t1", "i1");

        fleet.offer(offer(holding("i3", resources(1000, 50))));
        assertThat(fleet.place(tasks(1, 1, 1), binpack).chosen()).containsEntry("t1", "i3");

        fleet.withdraw("i3");
        fleet.offer(disconnected(holding("i1", resources(1000, 100))));
        assertThat(fleet.place(tasks(1, 1, 1), binpack).chosen()).containsEntry("t1", "i2");
    }

    private static Offer disconnected(ContainerInstance.Registered instance) {
        return new Offer(instance, false, null, List.of(), Set.of(), List.of(), Set.of(), Set.of());
    }

    private static Offer unlaunched(
            ContainerInstance.Registered instance, boolean connected, String task) {
        return new Offer(
                instance, connected, null, List.of(), Set.of(), List.of(), Set.of(), Set.of(task));
    }

    private static Offer bound(ContainerInstance.Registered instance, int... boundPorts) {
        return new Offer(
                instance, true, null, List.of(), ports(boundPorts), List.of(), Set.of(), Set.of());
    }

    private static Offer decided(ContainerInstance.Registered instance, int cpu) {
        var earlier = new Decided(ask("x", cpu, 10), "web", GROUP);
        return new Offer(
                instance, true, null, List.of(), Set.of(), List.of(earlier), Set.of(), Set.of());
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
}

package dev.berth.domain.placement;

import static dev.berth.domain.instance.Instances.holding;
import static dev.berth.domain.instance.Instances.resources;
import static dev.berth.domain.placement.Fleets.BY_LOT;
import static dev.berth.domain.placement.Fleets.by;
import static dev.berth.domain.placement.Fleets.offer;
import static dev.berth.domain.placement.Fleets.tasks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.Placement;
import dev.berth.plugin.placement.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole schedulers, well behaved and not. */
class PlanningStateTest {

    /** The example of the interface's own documentation, by id instead of age. */
    private static final Scheduler FIRST_FIT =
            (request, cluster) -> {
                var placements = new ArrayList<Placement>();
                for (int i = 0; i < request.count(); i++) {
                    placements.add(
                            cluster.instances().stream()
                                    .filter(one -> cluster.check(one) instanceof Fit.Fits)
                                    .findFirst()
                                    .map(cluster::take)
                                    .orElse(Placement.none("No room.")));
                }
                return placements;
            };

    private final Fleet fleet =
            Fleets.of(
                    List.of(
                            offer(holding("i1", resources(1000, 1000))),
                            offer(holding("i2", resources(500, 1000)))));

    @Test
    void aSchedulerSeesWhatItsEarlierChoicesLeave() {
        var plan = fleet.place(tasks(4, 500, 1), by(FIRST_FIT));
        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i1", "t2", "i1", "t3", "i2"));
        assertThat(plan.unplaced().get("t4"))
                .extracting(Unfit::reason)
                .containsExactly("RESOURCE:CPU", "RESOURCE:CPU");
    }

    @Test
    void whatItNamesWithoutTakingIsCheckedWhenItIsTaken() {
        Scheduler blind = (request, _) -> java.util.Collections.nCopies(request.count(), on("i2"));
        var plan = fleet.place(tasks(2, 500, 1), by(blind));
        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i2"));
        assertThat(plan.unplaced().get("t2"))
                .containsExactly(
                        new Unfit(
                                "i2",
                                "RESOURCE:CPU",
                                "the scheduler chose it, but 500 CPU units requested, 0 of 500 available"));
    }

    @Test
    void aRefusalIsTheReasonOfEveryInstanceThatHadRoom() {
        Scheduler unwilling = (_, _) -> List.of(Placement.none("Not on a Friday."));
        var plan = fleet.place(tasks(1, 600, 1), by(unwilling));
        assertThat(plan.unplaced().get("t1"))
                .containsExactly(
                        new Unfit("i1", "Not on a Friday.", "the scheduler did not choose it"),
                        new Unfit(
                                "i2",
                                "RESOURCE:CPU",
                                "600 CPU units requested, 500 of 500 available"));
        assertThat(plan.reasons()).isEqualTo(Map.of("t1", "Not on a Friday."));
    }

    @Test
    void whatItTookAndDidNotAnswerWithIsGivenBack() {
        Scheduler wasteful =
                (request, cluster) -> {
                    cluster.instances().forEach(cluster::take);
                    return java.util.Collections.nCopies(
                            request.count(), Placement.none("Changed my mind."));
                };
        assertThat(fleet.place(tasks(2, 500, 1), by(wasteful)).chosen()).isEmpty();
        assertThat(fleet.place(tasks(3, 500, 1), BY_LOT).chosen()).hasSize(3);
    }

    @Test
    void anInstanceThatDoesNotExistIsAFailureOfItsTask() {
        Scheduler lost = (_, _) -> List.of(on("nowhere"));
        var plan = fleet.place(tasks(1, 1, 1), by(lost));
        assertThat(plan.unplaced().get("t1")).extracting(Unfit::reason).containsExactly("MISSING");
        assertThat(plan.reasons().get("t1"))
                .isEqualTo("The scheduler chose nowhere, which is not an instance of the cluster.");
    }

    @Test
    void tooFewAnswersAndTakingTooMuchAreFaults() {
        Scheduler silent = (_, _) -> List.of();
        assertThatThrownBy(() -> fleet.place(tasks(2, 1, 1), by(silent)))
                .isInstanceOf(IllegalPlacementException.class)
                .hasMessage("answered with 0 placements for 2 tasks");

        Scheduler greedy =
                (_, cluster) -> {
                    var first = cluster.instances().iterator().next();
                    return List.of(cluster.take(first), cluster.take(first));
                };
        assertThatThrownBy(() -> fleet.place(tasks(2, 600, 1), by(greedy)))
                .isInstanceOf(IllegalPlacementException.class)
                .hasMessageStartingWith("took i1, where the task does not fit: 600 CPU units");
    }

    private static Placement on(String id) {
        return new Placement.On(id);
    }
}

package dev.berth.domain.placement;

import static dev.berth.domain.instance.Instances.ask;
import static dev.berth.domain.instance.Instances.holding;
import static dev.berth.domain.instance.Instances.resources;
import static dev.berth.domain.placement.Fleets.BY_LOT;
import static dev.berth.domain.placement.Fleets.FEWEST_OF_GROUP;
import static dev.berth.domain.placement.Fleets.GROUP;
import static dev.berth.domain.placement.Fleets.LEAST_MEMORY_LEFT;
import static dev.berth.domain.placement.Fleets.offer;
import static dev.berth.domain.placement.Fleets.preferring;
import static dev.berth.domain.placement.Fleets.running;
import static dev.berth.domain.placement.Fleets.spreadOver;
import static dev.berth.domain.placement.Fleets.task;
import static dev.berth.domain.placement.Fleets.tasks;
import static dev.berth.domain.placement.Fleets.withAttributes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.instance.ContainerInstance;
import dev.berth.plugin.placement.Fit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In which order instances are chosen. */
class RankingTest {

    @Test
    void equalTasksAreSpreadOverTheInstances() {
        var offers =
                List.of(
                        offer(holding("i1", resources(1000, 1000))),
                        running(holding("i2", resources(1000, 1000)), Map.of(GROUP, 2)),
                        offer(holding("i3", resources(1000, 1000))));
        var plan = Fleets.of(offers).place(tasks(7, 1, 1), preferring(FEWEST_OF_GROUP));
        assertThat(counts(plan)).isEqualTo(Map.of("i1", 3, "i2", 1, "i3", 3));
    }

    @Test
    void aSecondStrategyDecidesAmongWhatTheFirstLeaves() {
        var offers =
                List.of(
                        running(holding("i1", resources(1000, 100)), Map.of(GROUP, 1)),
                        offer(holding("i2", resources(1000, 900))),
                        offer(holding("i3", resources(1000, 800))));
        var plan =
                Fleets.of(offers)
                        .place(tasks(1, 1, 1), preferring(FEWEST_OF_GROUP, LEAST_MEMORY_LEFT));
        assertThat(plan.chosen()).isEqualTo(Map.of("t1", "i3"));
    }

    @Test
    void aZoneWeighsWhatItsInstancesRunAlsoThoseThatAreFull() {
        var offers =
                List.of(
                        running(inZone("a", "i1", 0), Map.of(GROUP, 5)),
                        offer(inZone("a", "i2", 1000)),
                        running(inZone("b", "i3", 1000), Map.of(GROUP, 2)));
        var plan = Fleets.of(offers).place(tasks(3, 1, 1), preferring(spreadOver("zone")));
        assertThat(counts(plan)).isEqualTo(Map.of("i3", 3));
    }

    /** A thousand draws among four: each is drawn about a quarter of the time, in no order. */
    @Test
    void whatIsEquallyGoodIsDrawnByLot() {
        var offers =
                List.of(
                        offer(holding("i1", resources(10_000, 10_000))),
                        offer(holding("i2", resources(10_000, 10_000))),
                        offer(holding("i3", resources(10_000, 10_000))),
                        offer(holding("i4", resources(10_000, 10_000))));
        var plan = Fleets.of(offers).place(tasks(1000, 1, 1), BY_LOT);
        assertThat(counts(plan).values()).allSatisfy(n -> assertThat(n).isBetween(200, 300));
        var drawn = List.copyOf(plan.chosen().values());
        var repeated = 0;
        for (int i = 1; i < drawn.size(); i++) {
            repeated += drawn.get(i).equals(drawn.get(i - 1)) ? 1 : 0;
        }
        assertThat(repeated).as("the same twice in a row").isBetween(200, 300);
    }

    @Test
    void anExplanationWeighsEveryInstanceAndSaysWhatIsShort() {
        var offers =
                List.of(
                        running(inZone("a", "i1", 1000), Map.of(GROUP, 2)),
                        offer(inZone("a", "i2", 300)),
                        offer(holding("i3", resources(1000, 100))));
        var fleet = Fleets.of(offers);
        var ask = task("t1", ask("t1", 1, 200));

        var verdicts = fleet.explain(ask, preferring(spreadOver("zone"), LEAST_MEMORY_LEFT));

        assertThat(verdicts)
                .containsExactly(
                        new Verdict("i1", Fit.FITS, List.of(2.0, 1000.0)),
                        new Verdict("i2", Fit.FITS, List.of(2.0, 300.0)),
                        new Verdict(
                                "i3",
                                Fit.unfit(
                                        "RESOURCE:MEMORY",
                                        "200 MiB requested, 100 of 100 available"),
                                List.of(0.0, 100.0)));
    }

    private static Map<String, Integer> counts(Plan plan) {
        var counts = new HashMap<String, Integer>();
        plan.chosen().values().forEach(id -> counts.merge(id, 1, Integer::sum));
        return counts;
    }

    private static ContainerInstance.Registered inZone(String zone, String id, int memory) {
        return withAttributes(holding(id, resources(1000, memory)), Map.of("zone", zone));
    }
}

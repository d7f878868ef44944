package dev.berth.plugin.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.PlacementStrategy;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import dev.berth.plugin.placement.TaskToPlace;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every {@link PlacementStrategy} keeps. The test of a strategy extends this class. */
public abstract class PlacementStrategyContract {
    private static final List<TaskToPlace> TASKS =
            List.of(
                    TestTask.of("contract"),
                    TestTask.of("contract", 0, 1),
                    TestTask.withPort(TestTask.of("contract"), 80));

    /** A new strategy, with usual settings. */
    protected abstract PlacementStrategy strategy();

    /** A field that it takes; empty where it needs none. */
    protected Optional<String> field() {
        return Optional.empty();
    }

    @Test
    void everyWeightIsAFiniteNumber() {
        var preference = strategy().preference(field());
        for (var task : TASKS) {
            for (var instance : OddInstances.all()) {
                assertThat(preference.weight(task, instance))
                        .as("weight of %s", instance)
                        .isFinite();
            }
        }
    }

    @Test
    void theSameInstanceWeighsTheSameAgain() {
        var preference = strategy().preference(field());
        var first = weights(preference);
        assertThat(weights(preference)).isEqualTo(first);
        assertThat(weights(strategy().preference(field())))
                .as("the weights by another strategy with the same settings")
                .isEqualTo(first);
    }

    @Test
    void everyInstanceHasAPartition() {
        var preference = strategy().preference(field());
        for (var instance : OddInstances.all()) {
            assertThat(preference.partition(instance)).as("of %s", instance).isNotNull();
        }
    }

    @Test
    void placingATaskMovesNoInstanceToAnotherPartition() {
        var preference = strategy().preference(field());
        for (var task : TASKS) {
            for (var instance : OddInstances.all()) {
                assertThat(preference.partition(instance.withPlaced(task)))
                        .as("partition of %s with one task more", instance)
                        .isEqualTo(preference.partition(instance));
            }
        }
    }

    @Test
    void anOddFieldIsTakenOrRefusedWithASentence() {
        for (var field : List.of("", " ", "attribute:", "no such field ☃", "x".repeat(2_000))) {
            try {
                assertThat(strategy().preference(Optional.of(field))).isNotNull();
            } catch (InvalidPlacementException refusal) {
                assertThat(refusal.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void severalThreadsGetTheSameWeights() throws Exception {
        var preference = strategy().preference(field());
        var alone = weights(preference);
        assertThat(Threads.together(() -> weights(preference))).containsOnly(alone);
    }

    private static TreeMap<String, Double> weights(Preference preference) {
        var weights = new TreeMap<String, Double>();
        for (var instance : OddInstances.all()) {
            weights.put(instance.id(), preference.weight(TASKS.get(0), instance));
        }
        return weights;
    }
}

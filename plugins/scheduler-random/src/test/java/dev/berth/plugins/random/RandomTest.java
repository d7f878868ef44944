package dev.berth.plugins.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.contract.PlacementStrategyContract;
import dev.berth.plugin.contract.TestInstance;
import dev.berth.plugin.contract.TestTask;
import dev.berth.plugin.placement.PlacementStrategy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RandomTest extends PlacementStrategyContract {

    @Override
    protected PlacementStrategy strategy() {
        return new RandomStrategy();
    }

    @Test
    void aFullInstanceIsAsGoodAsAnEmptyOne() {
        var preference = strategy().preference(Optional.of("ignored"));
        var task = TestTask.of("web");
        assertThat(preference.weight(task, TestInstance.of("a").withTasks(task.group(), 9)))
                .isEqualTo(preference.weight(task, TestInstance.of("b")));
    }
}

package dev.berth.plugins.spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.contract.PlacementStrategyContract;
import dev.berth.plugin.contract.TestInstance;
import dev.berth.plugin.contract.TestTask;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.PlacementStrategy;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadTest extends PlacementStrategyContract {
    private static final String ZONE = "ecs.availability-zone";

    @Override
    protected PlacementStrategy strategy() {
        return new SpreadStrategy();
    }

    @Override
    protected Optional<String> field() {
        return Optional.of("attribute:" + ZONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"instanceId", "host", "INSTANCEID", "attribute:ecs.availability-zone"})
    void theTasksOfTheGroupWeighAndNoOthers(String field) {
        var preference = strategy().preference(Optional.of(field));
        var task = TestTask.of("web");
        var instance = TestInstance.of("a").withTasks(task.group(), 2).withTasks("family:other", 5);
        assertThat(preference.weight(task, instance)).isEqualTo(2);
    }

    @Test
    void eachInstanceIsItsOwnPartitionUnlessAnAttributeIsNamed() {
        var preference = strategy().preference(Optional.of("instanceId"));
        assertThat(preference.partition(TestInstance.of("a"))).isEqualTo("a");
    }

    @Test
    void instancesOfOneZoneAreOnePartition() {
        var preference = strategy().preference(field());
        var a = TestInstance.of("a").withAttribute(ZONE, "z1");
        var b = TestInstance.of("b").withAttribute(ZONE, "z1");
        var c = TestInstance.of("c").withAttribute(ZONE, "z2");
        assertThat(preference.partition(a))
                .isEqualTo(preference.partition(b))
                .isNotEqualTo(preference.partition(c));
    }

    @Test
    void instancesWithoutTheAttributeAreOnePartition() {
        var preference = strategy().preference(Optional.of("attribute:rack"));
        var a = TestInstance.of("a");
        var b = TestInstance.of("b");
        var without = TestInstance.of("c").withAttribute("rack", "without");
        var empty = TestInstance.of("d").withAttribute("rack", "");
        assertThat(preference.partition(a))
                .isEqualTo(preference.partition(b))
                .isNotEqualTo(preference.partition(without))
                .isNotEqualTo(preference.partition(empty));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cpu", "attribute:", "zone"})
    void aFieldThatCannotBeSpreadOverIsRefused(String field) {
        assertThatThrownBy(() -> strategy().preference(Optional.of(field)))
                .isInstanceOf(InvalidPlacementException.class)
                .hasMessageContaining("instanceId, host or attribute:NAME");
    }
}

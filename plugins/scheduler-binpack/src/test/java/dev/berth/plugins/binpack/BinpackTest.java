package dev.berth.plugins.binpack;

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
import org.junit.jupiter.params.provider.CsvSource;

class BinpackTest extends PlacementStrategyContract {

    @Override
    protected PlacementStrategy strategy() {
        return new BinpackStrategy();
    }

    @Override
    protected Optional<String> field() {
        return Optional.of("memory");
    }

    @ParameterizedTest
    @CsvSource({"cpu, 300", "CPU, 300", "memory, 700", "MEMORY, 700"})
    void whatIsLeftWeighs(String field, double left) {
        var instance = TestInstance.of("a").withRegistered(1024, 1024).withRemaining(300, 700);
        assertThat(strategy().preference(Optional.of(field)).weight(TestTask.of("web"), instance))
                .isEqualTo(left);
    }

    @Test
    void anotherFieldAndNoneAreRefused() {
        assertThatThrownBy(() -> strategy().preference(Optional.of("disk")))
                .isInstanceOf(InvalidPlacementException.class)
                .hasMessage(
                        "The placement strategy binpack needs the field cpu or memory, not disk.");
        assertThatThrownBy(() -> strategy().preference(Optional.empty()))
                .isInstanceOf(InvalidPlacementException.class)
                .hasMessage("The placement strategy binpack needs the field cpu or memory.");
    }
}

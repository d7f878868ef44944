package dev.berth.domain.interleaving;

import static dev.berth.domain.instance.Instances.ask;
import static dev.berth.domain.instance.Instances.resources;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Every interleaving of Reserve, Launch, Abandon, Release, loss and crash for two tasks on two
 * instances: tasks are planned, planned again and orphaned at any moment, messages arrive in any
 * order or never. One of the tasks may be planned twice, on the same instance or on the other.
 */
class InterleavingsTest {

    /** Each instance has the port for one of the two. */
    private static World tight() {
        return World.of(
                Map.of("i1", resources(1000, 1000), "i2", resources(1000, 1000)),
                Map.of(ask("t1", 100, 100, 80), 2, ask("t2", 100, 100, 80), 1));
    }

    /** One instance has room for both, the other for one. */
    private static World roomy() {
        return World.of(
                Map.of("i1", resources(1000, 1000), "i2", resources(500, 1000)),
                Map.of(ask("t1", 400, 100), 2, ask("t2", 400, 100), 1));
    }

    @Test
    void nothingIsLostDoubledOrGrantedTwiceWherePortsAreShort() {
        assertThat(new Exploration(Protocol.REAL).from(tight())).isGreaterThan(10_000);
    }

    @Test
    void nothingIsLostDoubledOrGrantedTwiceWhereThereIsRoom() {
        assertThat(new Exploration(Protocol.REAL).from(roomy())).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "REAL")
    void aWrongOrderIsFound(Protocol wrong) {
        assertThatThrownBy(() -> new Exploration(wrong).from(tight()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("reservation");
    }
}

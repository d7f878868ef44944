package dev.berth.domain.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.observation.UsageWindow.ContainerUsage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskObservationTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    private static UsageWindow window(int second, double cpuPercent, double mebibytes) {
        return new UsageWindow(
                NOW.plusSeconds(second),
                Map.of(
                        "main",
                        new ContainerUsage(
                                new Spread(0, 100, 2, 2 * cpuPercent),
                                new Spread(0, 100, 2, 2 * mebibytes))));
    }

    @Test
    void aTaskIsAsHealthyAsItsEssentialContainers() {
        assertThat(Health.ofTask(List.of(Health.HEALTHY, Health.HEALTHY)))
                .isEqualTo(Health.HEALTHY);
        assertThat(Health.ofTask(List.of(Health.HEALTHY, Health.UNKNOWN)))
                .isEqualTo(Health.UNKNOWN);
        assertThat(Health.ofTask(List.of(Health.UNKNOWN, Health.UNHEALTHY)))
                .isEqualTo(Health.UNHEALTHY);
        assertThat(Health.ofTask(List.of())).isEqualTo(Health.UNKNOWN);
    }

    @Test
    void onlyTheNewestWindowsAreKept() {
        var seen = TaskObservation.NOTHING;
        for (var i = 0; i < 40; i++) {
            seen = seen.withUsage(window(i, i, 1));
        }
        assertThat(seen.windows()).hasSize(TaskObservation.WINDOWS);
        assertThat(seen.windows().getFirst().end()).isEqualTo(NOW.plusSeconds(25));
        assertThat(seen.newest().orElseThrow().end()).isEqualTo(NOW.plusSeconds(39));
    }

    @Test
    void aReportOfOneContainerLeavesTheOthersAsTheyWere() {
        var seen =
                TaskObservation.NOTHING
                        .withHealth(Map.of("a", Health.HEALTHY, "b", Health.HEALTHY))
                        .withHealth(Map.of("b", Health.UNHEALTHY));
        assertThat(seen.healthOf("a")).isEqualTo(Health.HEALTHY);
        assertThat(seen.healthOf("b")).isEqualTo(Health.UNHEALTHY);
        assertThat(seen.healthOf("c")).isEqualTo(Health.UNKNOWN);
        assertThat(seen.withHealth(Map.of("b", Health.UNHEALTHY))).isSameAs(seen);
    }

    @Test
    void utilizationIsOfWhatTheTaskReserved() {
        var used =
                TaskObservation.NOTHING
                        .withUsage(window(0, 10, 24))
                        .utilization(2_048, 256, 32)
                        .orElseThrow();
        assertThat(used.cpuUnits()).isEqualTo(204.8);
        assertThat(used.cpuPercent()).hasValue(80);
        assertThat(used.memoryPercent()).hasValue(75);
        assertThat(TaskObservation.NOTHING.utilization(2_048, 256, 32)).isEmpty();
    }

    @Test
    void withoutAReservationThereIsNoPercentage() {
        var used =
                TaskObservation.NOTHING
                        .withUsage(window(0, 10, 24))
                        .utilization(2_048, 0, 32)
                        .orElseThrow();
        assertThat(used.cpuPercent()).isEmpty();
    }

    @Test
    void aTaskThatIsOverUsesNothingButKeepsItsHealth() {
        var ended =
                TaskObservation.NOTHING
                        .withUsage(window(0, 10, 24))
                        .withHealth(Map.of("main", Health.UNHEALTHY))
                        .ended();
        assertThat(ended.newest()).isEmpty();
        assertThat(ended.healthOf("main")).isEqualTo(Health.UNHEALTHY);
    }
}

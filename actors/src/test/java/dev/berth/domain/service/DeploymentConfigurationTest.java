package dev.berth.domain.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.service.DeploymentConfiguration.CircuitBreaker;
import dev.berth.domain.service.DeploymentConfiguration.ThresholdType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeploymentConfigurationTest {

    @Test
    void theMinimumIsRoundedUpAndTheMaximumDown() {
        assertThat(bounds(75, 200).lower(2)).isEqualTo(2);
        assertThat(bounds(100, 125).upper(3)).isEqualTo(3);
        assertThat(bounds(50, 150).lower(5)).isEqualTo(3);
        assertThat(bounds(50, 150).upper(5)).isEqualTo(7);
        assertThat(bounds(0, 100).lower(5)).isZero();
    }

    @Test
    void aBoundedThresholdIsAtLeast3AndAtMost200() {
        assertThat(threshold(ThresholdType.BOUNDED_PERCENT, 50, 1)).isEqualTo(3);
        assertThat(threshold(ThresholdType.BOUNDED_PERCENT, 50, 7)).isEqualTo(4);
        assertThat(threshold(ThresholdType.BOUNDED_PERCENT, 50, 25)).isEqualTo(13);
        assertThat(threshold(ThresholdType.BOUNDED_PERCENT, 50, 400)).isEqualTo(200);
        assertThat(threshold(ThresholdType.BOUNDED_PERCENT, 50, 800)).isEqualTo(200);
    }

    @Test
    void anUnboundedThresholdOrACountIsTakenAsItIs() {
        assertThat(threshold(ThresholdType.UNBOUNDED_PERCENT, 50, 800)).isEqualTo(400);
        assertThat(threshold(ThresholdType.COUNT, 1, 800)).isEqualTo(1);
    }

    @Test
    void theBackOffDoublesUpTo27Minutes() {
        assertThat(Throttle.delay(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(Throttle.delay(2)).isEqualTo(Duration.ofSeconds(20));
        assertThat(Throttle.delay(8)).isEqualTo(Duration.ofSeconds(1280));
        assertThat(Throttle.delay(9)).isEqualTo(Duration.ofMinutes(27));
        assertThat(Throttle.delay(1000)).isEqualTo(Duration.ofMinutes(27));
    }

    private static DeploymentConfiguration bounds(int minimum, int maximum) {
        return new DeploymentConfiguration(minimum, maximum, CircuitBreaker.DISABLED);
    }

    private static int threshold(ThresholdType type, int value, int desired) {
        return new CircuitBreaker(true, true, type, value, true).threshold(desired);
    }
}

package dev.berth.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryRuleTest {

    @Test
    void pausesDoubleUpToALimitAndOldEventsAreGivenUp() {
        var rule =
                new RetryRule(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofHours(24));
        assertThat(rule.pause(1, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(rule.pause(2, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(rule.pause(2, 1)).isEqualTo(Duration.ofMillis(1_600));
        assertThat(rule.pause(7, 0)).isEqualTo(Duration.ofSeconds(60));
        assertThat(rule.pause(Integer.MAX_VALUE, 0)).isEqualTo(Duration.ofSeconds(60));
        var event = Instant.EPOCH;
        assertThat(rule.isOver(event, event.plus(Duration.ofHours(24)))).isFalse();
        assertThat(rule.isOver(event, event.plus(Duration.ofHours(24)).plusMillis(1))).isTrue();
    }
}

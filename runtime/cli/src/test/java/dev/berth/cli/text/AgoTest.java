package dev.berth.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgoTest {
    private static final Instant NOW = Instant.parse("2026-11-22T21:01:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0 s ago",
        "59, 59 s ago",
        "60, 1 min ago",
        "3599, 59 min ago",
        "3600, 1 h ago",
        "172799, 47 h ago",
        "172800, 2 days ago",
        "-5, 0 s ago"
    })
    void theLargestFittingUnitIsUsed(long seconds, String text) {
        assertThat(Ago.of(NOW.minusSeconds(seconds), NOW)).isEqualTo(text);
    }

    @Test
    void whatHasNotHappenedIsEmpty() {
        assertThat(Ago.of(null, NOW)).isEmpty();
    }
}

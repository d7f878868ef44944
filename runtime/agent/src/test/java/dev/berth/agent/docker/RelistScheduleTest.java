package dev.berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When containers are listed again after a gap. */
class RelistScheduleTest {
    @Test
    void afterAGapListsFollowEachOtherUntilSeveralAgree() {
        var schedule = RelistSchedule.AFTER_GAP;
        assertThat(schedule.pause()).isZero();
        for (var agreed : new boolean[] {true, true, false, true, true, true}) {
            schedule = schedule.afterList(agreed);
            assertThat(schedule.pause()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(10));
        }
        assertThat(schedule.afterList(true).pause()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void listsThatNeverAgreeBecomeRare() {
        var schedule = RelistSchedule.AFTER_GAP;
        for (var i = 0; i < 100; i++) {
            schedule = schedule.afterList(false);
        }
        assertThat(schedule.pause()).isEqualTo(Duration.ofSeconds(10));
    }
}

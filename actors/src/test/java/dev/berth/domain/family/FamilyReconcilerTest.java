package dev.berth.domain.family;

import static dev.berth.domain.Scenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.Reconciliation;
import dev.berth.domain.family.FamilyReconciler.Add;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FamilyReconcilerTest {

    private static final Instant DUE = NOW.plus(FamilyReconciler.BROKEN_OFF_AFTER);

    @Test
    void aFamilyThatCountsItsNewestDefinitionNeedsNothing() {
        assertThat(plan(new TaskDefinitionFamily.Forgotten("web", 1), Map.of(1, NOW), DUE))
                .isEqualTo(new Reconciliation<Add>(List.of(), null));
    }

    @Test
    void aDefinitionThatTheFamilyDoesNotCountIsLookedAtWhenItsRegistrationHasBrokenOff() {
        var absent = new TaskDefinitionFamily.Absent();
        assertThat(plan(absent, Map.of(1, NOW), DUE.minusMillis(1)))
                .isEqualTo(new Reconciliation<Add>(List.of(), DUE));
        assertThat(plan(absent, Map.of(1, NOW), DUE))
                .isEqualTo(Reconciliation.of(List.of(new Add("web", 1))));
    }

    @Test
    void onlyWhatFollowsTheLastRevisionIsCounted() {
        var family = new TaskDefinitionFamily.Forgotten("web", 4);
        assertThat(plan(family, Map.of(3, NOW, 6, NOW), DUE).actions()).isEmpty();
        assertThat(plan(family, Map.of(5, NOW), DUE).actions()).containsExactly(new Add("web", 5));
    }

    private static Reconciliation<Add> plan(
            TaskDefinitionFamily family, Map<Integer, Instant> registeredAt, Instant now) {
        return FamilyReconciler.plan(
                "web", family, revision -> Optional.ofNullable(registeredAt.get(revision)), now);
    }
}

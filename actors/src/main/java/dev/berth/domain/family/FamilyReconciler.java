package dev.berth.domain.family;

import dev.berth.domain.Reconciliation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Completes interrupted registrations: the family counts a revision whose definition was journaled,
 * but which the family has not counted.
 */
public final class FamilyReconciler {

    /** A registration that takes longer counts as interrupted. */
    public static final Duration BROKEN_OFF_AFTER = Duration.ofSeconds(20);

    /** The family must count this revision. */
    public record Add(String family, int revision) {}

    private FamilyReconciler() {}

    /**
     * @param registeredAt when the definition of a revision was journaled; empty if it was not
     */
    public static Reconciliation<Add> plan(
            String family,
            TaskDefinitionFamily state,
            IntFunction<Optional<Instant>> registeredAt,
            Instant now) {
        var next = state.lastRevision() + 1;
        return registeredAt
                .apply(next)
                .map(at -> at.plus(BROKEN_OFF_AFTER))
                .map(
                        due ->
                                due.isAfter(now)
                                        ? new Reconciliation<Add>(List.of(), due)
                                        : Reconciliation.<Add>of(List.of(new Add(family, next))))
                .orElseGet(() -> Reconciliation.of(List.of()));
    }
}

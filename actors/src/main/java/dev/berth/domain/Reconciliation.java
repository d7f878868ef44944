package dev.berth.domain;

import java.time.Instant;
import java.util.List;

/**
 * What a reconciler plans for one key.
 *
 * @param actions what is to be done now; all at the same time, so what must follow an action is
 *     left to the plan after it
 * @param planAgainAt when the key is to be planned again although nothing changes, or null. It
 *     replaces what an earlier plan of this key said.
 */
public record Reconciliation<A>(List<A> actions, Instant planAgainAt) {
    public Reconciliation {
        actions = List.copyOf(actions);
    }

    /** These actions, and no other plan until something changes. */
    public static <A> Reconciliation<A> of(List<? extends A> actions) {
        return new Reconciliation<>(List.copyOf(actions), null);
    }
}

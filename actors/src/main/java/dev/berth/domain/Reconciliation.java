package dev.berth.domain;

import java.time.Instant;
import java.util.List;

/**
 * The plan of a reconciler for one key.
 *
 * @param actions the actions to carry out now, all at the same time; actions that must follow
 *     others are part of a later plan
 * @param planAgainAt the time at which the key is planned again even without a change, or null. It
 *     replaces the time of an earlier plan for this key.
 */
public record Reconciliation<A>(List<A> actions, Instant planAgainAt) {
    public Reconciliation {
        actions = List.copyOf(actions);
    }

    /** These actions. The key is planned again only after a change. */
    public static <A> Reconciliation<A> of(List<? extends A> actions) {
        return new Reconciliation<>(List.copyOf(actions), null);
    }
}

package dev.berth.actors.orchestrate;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.Reconciliation;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Brings one kind of resource to its desired state, key by key. A {@link ReconcilerLoop} runs it.
 *
 * <p>{@link #keys}, {@link #allKeys} and {@link #plan} are pure: they read the snapshot only, and
 * usually call a class of the domain. Only {@link #carryOut} acts. A plan is made again after every
 * change that affects its key, so it can see its earlier actions partly done. An action must
 * therefore be safe to repeat.
 *
 * @param <W> the snapshot
 * @param <K> the unit of planning, such as one container instance; with equals and hashCode
 * @param <A> the actions of a plan
 */
public interface Reconciler<W, K, A> {

    /** The name of the actor and in log lines: lower case, with hyphens. */
    String name();

    /**
     * The keys that a change affects. Called in the view's thread after every change, so it must be
     * fast.
     */
    Set<K> keys(EntityAddress<?> changed, W snapshot);

    /** All keys. They are planned at start and on the slow tick. */
    Set<K> allKeys(W snapshot);

    /** The actions for this key; none if the key does not exist any more. */
    Reconciliation<A> plan(W snapshot, K key, Instant now);

    /**
     * Whether the key is planned again when this action is carried out, even without a change. True
     * for an action that prepares the next plan.
     */
    default boolean prepares(A action) {
        return false;
    }

    /**
     * Carries out one action. Completes when the snapshot shows its result, so that the next plan
     * does not repeat it. Fails if the action failed, or its outcome is unknown; the key is then
     * planned again after a pause.
     *
     * @param commands sends commands to aggregates
     */
    CompletionStage<?> carryOut(A action, Commands commands);
}

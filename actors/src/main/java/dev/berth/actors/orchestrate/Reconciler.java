package dev.berth.actors.orchestrate;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.Reconciliation;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Brings one kind of thing to where it should be, key by key. A {@link ReconcilerLoop} runs it.
 *
 * <p>{@link #keys}, {@link #allKeys} and {@link #plan} are pure: they read the snapshot and nothing
 * else, and mostly call a class of the domain. Only {@link #carryOut} acts. A plan is made again
 * after every change that concerns its key, so it may see its own earlier actions half done; an
 * action must therefore be safe to repeat.
 *
 * @param <W> the snapshot
 * @param <K> what is planned on its own, such as one container instance; with equals and hashCode
 * @param <A> what a plan consists of
 */
public interface Reconciler<W, K, A> {

    /** Names the actor and the log lines: lower case, with hyphens. */
    String name();

    /**
     * The keys that a change concerns. Called in the view's thread after every change, so it must
     * be quick.
     */
    Set<K> keys(EntityAddress<?> changed, W snapshot);

    /** Every key there is: they are planned at the start and on the slow tick. */
    Set<K> allKeys(W snapshot);

    /** What has to happen for this key; nothing if the key is gone. */
    Reconciliation<A> plan(W snapshot, K key, Instant now);

    /**
     * Carries out one action. Completes once the snapshot shows what it did, so that the next plan
     * does not repeat it; fails if it was not done, or that is unknown. The key is then planned
     * again, after a pause.
     *
     * @param commands how aggregates are asked
     */
    CompletionStage<?> carryOut(A action, Commands commands);
}

package dev.berth.domain;

import java.time.Instant;

/**
 * The rules of one kind of aggregate.
 *
 * <p>{@link #evolve} never fails and has no side effect: the same events give the same state in the
 * entity, in the views and in a checker that replays the journal.
 */
public interface Decider<
        C extends Aggregate.Command, E extends Aggregate.Event, S extends Aggregate.State> {

    /** What an aggregate is before its first event. */
    S initial();

    /**
     * What the command means in this state. Never throws: a command that makes no sense is {@link
     * Decision.Rejected} with the code and the sentence that the client sees.
     *
     * @param now the time, in whole milliseconds
     */
    Decision<E> decide(S state, C command, Instant now);

    /** The state after one more event. */
    S evolve(S state, E event);
}

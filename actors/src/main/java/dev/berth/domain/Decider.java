package dev.berth.domain;

import java.time.Instant;

/**
 * The rules of one kind of aggregate.
 *
 * <p>{@link #evolve} never fails and has no side effects: the same events lead to the same state in
 * the entity, in the views and in a checker that replays the journal.
 */
public interface Decider<
        C extends Aggregate.Command, E extends Aggregate.Event, S extends Aggregate.State> {

    /** The state of an aggregate before its first event. */
    S initial();

    /**
     * Decides a command in this state. Never throws: an invalid command is {@link
     * Decision.Rejected} with the error code and the message for the client.
     *
     * @param now the time, in whole milliseconds
     */
    Decision<E> decide(S state, C command, Instant now);

    /** The state after one more event. */
    S evolve(S state, E event);
}

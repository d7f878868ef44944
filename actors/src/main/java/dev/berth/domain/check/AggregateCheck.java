package dev.berth.domain.check;

import dev.berth.domain.Aggregate;

/**
 * Checks the rows of one kind of aggregate. The registration of the kind names the factory, which
 * is called once for each check of a journal.
 */
public interface AggregateCheck {

    /**
     * Creates the check of one kind.
     *
     * @see #sequenceNumbers
     */
    interface Factory {
        AggregateCheck in(CheckContext context);
    }

    /**
     * Checks one more row.
     *
     * @param phase the phase of the aggregate before this row
     * @return its phase after this row
     */
    Phase apply(Row row, Aggregate.Event event, Phase phase);

    /** The aggregate starts with this state; the rows before it were deleted. */
    default void begin(Row row, Aggregate.State state) {}

    /** A row of this aggregate is missing or unreadable. Its state is unknown from here on. */
    default void markUnknown(String aggregate) {}

    /** Checks only the sequence numbers, which are checked for every kind. */
    static Factory sequenceNumbers() {
        return _ -> (_, _, _) -> Phase.SEEN;
    }

    /** Checks that container instances do not grant more than they have. */
    static Factory instances() {
        return CheckContext::instances;
    }

    /** Checks that tasks are launched once, with a reservation, and stop for a recorded reason. */
    static Factory tasks() {
        return CheckContext::tasks;
    }

    /** Checks that services keep their limits when they start and stop tasks. */
    static Factory services() {
        return CheckContext::services;
    }
}

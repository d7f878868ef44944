package dev.berth.domain.check;

import dev.berth.domain.Aggregate;

/**
 * Checks the rows of one kind of aggregate. Its registration names the factory; one check of a
 * journal makes one instance of it.
 */
public interface AggregateCheck {

    /**
     * Makes the check of one kind.
     *
     * @see #sequenceNumbers
     */
    interface Factory {
        AggregateCheck in(CheckContext context);
    }

    /**
     * One more row.
     *
     * @param phase of the aggregate before this row
     * @return its phase from now on
     */
    Phase apply(Row row, Aggregate.Event event, Phase phase);

    /** The aggregate begins with this state, the rows before it were deleted. */
    default void begin(Row row, Aggregate.State state) {}

    /** A row of this aggregate is missing or cannot be read: nothing more is known of it. */
    default void lose(String aggregate) {}

    /** Checks nothing but that sequence numbers follow each other, as is checked of every kind. */
    static Factory sequenceNumbers() {
        return _ -> (_, _, _) -> Phase.SEEN;
    }

    /** Checks that container instances grant no more than they have. */
    static Factory instances() {
        return CheckContext::instances;
    }

    /** Checks that tasks are launched once, where they have a reservation, and end for a reason. */
    static Factory tasks() {
        return CheckContext::tasks;
    }
}

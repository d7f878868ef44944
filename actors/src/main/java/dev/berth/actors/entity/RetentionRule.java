package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** How long the rows of the aggregates of one kind are kept in the journal. */
public sealed interface RetentionRule<C extends Aggregate.Command, E extends Aggregate.Event> {

    /** The events that end an aggregate. Events before such an event are not needed any more. */
    List<Ending<E>> endings();

    /**
     * Whether an ended aggregate is removed from the view after {@code retention.stopped-tasks}
     * without an event, because its id is never used again.
     */
    default boolean leavesByItself() {
        return switch (this) {
            case AsHistory<C, E> _, WhileShown<C, E> _ -> true;
            case WithItsName<C, E> _, WhileReferred<C, E> _, ForEver<C, E> _ -> false;
        };
    }

    /**
     * An event that ends an aggregate.
     *
     * @param at the time of the event
     * @param isPast whether the aggregate has a history to show; an aggregate that ended before it
     *     started has none
     */
    record Ending<E extends Aggregate.Event>(
            Class<? extends E> event, Function<E, Instant> at, boolean isPast) {

        /** When it ended by this event, which must be of this type. */
        @SuppressWarnings("unchecked") // the type is checked by the cast before
        public Instant at(Object ending) {
            return at.apply((E) event.cast(ending));
        }

        static <E extends Aggregate.Event, T extends E> Ending<E> of(
                Class<T> event, Function<T, Instant> at) {
            return new Ending<>(event, ending -> at.apply(event.cast(ending)), true);
        }

        Ending<E> withoutPast() {
            return new Ending<>(event, at, false);
        }
    }

    /**
     * The history of an ended aggregate can be read for {@code retention.post-mortem}; then all its
     * rows are deleted. Its id is never used again.
     *
     * @param follows the event that can be persisted after the end, at most once
     */
    record AsHistory<C extends Aggregate.Command, E extends Aggregate.Event>(
            List<Ending<E>> endings, Class<? extends E> follows) implements RetentionRule<C, E> {}

    /**
     * Rows are deleted when the API does not show the ended aggregate any more; its id is never
     * used again. The row of the end is deleted one cleanup after the others, so that a reader
     * never finds the beginning without the end.
     */
    record WhileShown<C extends Aggregate.Command, E extends Aggregate.Event>(
            List<Ending<E>> endings) implements RetentionRule<C, E> {}

    /**
     * The id can be used again, so the row of the end is kept and the sequence numbers continue.
     * The command {@code forget} is sent to the aggregate when it has been ended for {@code
     * retention.stopped-tasks}; its event is the ending.
     *
     * @param forget returns the command for the time before which the aggregate must have ended
     */
    record WithItsName<C extends Aggregate.Command, E extends Aggregate.Event>(
            List<Ending<E>> endings, Function<Instant, C> forget) implements RetentionRule<C, E> {}

    /**
     * The aggregate has no end. Its rows are deleted when the API does not show it and no other
     * aggregate refers to it.
     */
    record WhileReferred<C extends Aggregate.Command, E extends Aggregate.Event>()
            implements RetentionRule<C, E> {
        @Override
        public List<Ending<E>> endings() {
            return List.of();
        }
    }

    /** Rows are kept for ever. Only events before a snapshot are deleted. */
    record ForEver<C extends Aggregate.Command, E extends Aggregate.Event>()
            implements RetentionRule<C, E> {
        @Override
        public List<Ending<E>> endings() {
            return List.of();
        }
    }
}

package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** What the journal keeps of the aggregates of one kind, and for how long. */
public sealed interface RetentionRule<C extends Aggregate.Command, E extends Aggregate.Event> {

    /** The events that end an aggregate; of those before such an event none is needed any more. */
    List<Ending<E>> endings();

    /**
     * Whether an ended aggregate leaves the view after {@code retention.stopped-tasks} without an
     * event that says so: its id is never used again.
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
     * @param at when it happened
     * @param isPast whether the aggregate has a past to show; one that ended before it began has
     *     none
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
     * The past of an ended aggregate can be read for {@code retention.post-mortem}; then all its
     * rows go. Its id is never used again.
     *
     * @param follows the event that may be persisted after the end, at most once
     */
    record AsHistory<C extends Aggregate.Command, E extends Aggregate.Event>(
            List<Ending<E>> endings, Class<? extends E> follows) implements RetentionRule<C, E> {}

    /**
     * Rows go once the API no longer shows the ended aggregate; its id is never used again. The row
     * of the end goes one sweep after the others, so that a reader never finds a beginning without
     * its end.
     */
    record WhileShown<C extends Aggregate.Command, E extends Aggregate.Event>(
            List<Ending<E>> endings) implements RetentionRule<C, E> {}

    /**
     * The id can be used again, so the row of the end stays and sequence numbers go on. {@code
     * forget} is asked of the aggregate when it has been ended for {@code retention.stopped-tasks};
     * its event is the ending.
     *
     * @param forget the command, from the instant before which it must have ended
     */
    record WithItsName<C extends Aggregate.Command, E extends Aggregate.Event>(
            List<Ending<E>> endings, Function<Instant, C> forget) implements RetentionRule<C, E> {}

    /**
     * The aggregate has no end of its own. Its rows go when the API no longer shows it and no
     * aggregate refers to it any more.
     */
    record WhileReferred<C extends Aggregate.Command, E extends Aggregate.Event>()
            implements RetentionRule<C, E> {
        @Override
        public List<Ending<E>> endings() {
            return List.of();
        }
    }

    /** For ever; snapshots make its older events superfluous. */
    record ForEver<C extends Aggregate.Command, E extends Aggregate.Event>()
            implements RetentionRule<C, E> {
        @Override
        public List<Ending<E>> endings() {
            return List.of();
        }
    }
}

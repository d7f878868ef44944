package dev.berth.actors.view;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.RetentionRule;
import dev.berth.domain.Aggregate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * An immutable picture of a part of the journal that shares its structure with the pictures before
 * it: a set of {@link AggregateTable}s, one for each kind of aggregate that the view shows.
 *
 * <p>What is folded from the journal is apart from what is ephemeral (which agents are connected):
 * a view that was built anew equals one that has lived, as far as the first goes.
 *
 * @param <V> the picture itself
 */
public sealed interface Snapshot<V extends Snapshot<V>> permits AccountSnapshot, ClusterSnapshot {

    /**
     * The table of one kind.
     *
     * @throws IllegalArgumentException if another view shows that kind
     */
    default <S extends Aggregate.State> AggregateTable<S> table(AggregateKind<?, ?, S> kind) {
        return tables().of(kind);
    }

    /** All tables of this view. */
    Tables tables();

    /** The kinds of which this view has tables. */
    List<AggregateKind<?, ?, ?>> kinds();

    /** The id of an aggregate in its table. */
    String id(EntityAddress<?> address);

    /** The address of the aggregate with this id in the table of its kind. */
    <C extends Aggregate.Command> EntityAddress<C> address(AggregateKind<C, ?, ?> kind, String id);

    /** This picture after one more event, by the aggregate's own {@code evolve}. */
    V after(EntityAddress<?> address, long sequenceNumber, Aggregate.Event event);

    /**
     * Whether nothing is left in it. An aggregate that was forgotten with its name does not count:
     * its row stays only for the sequence number.
     */
    default boolean isEmpty() {
        return kinds().stream()
                .allMatch(
                        kind ->
                                kind.retention() instanceof RetentionRule.WithItsName<?, ?>
                                        ? table(kind).showsNothing()
                                        : table(kind).size() == 0);
    }

    /** This picture with an aggregate as a journal snapshot holds it. */
    V restored(EntityAddress<?> address, long sequenceNumber, Aggregate.State state);

    /** This picture without aggregates of one kind that have left the API. */
    V without(AggregateKind<?, ?, ?> kind, Collection<String> ids);

    /** This picture with the ephemeral part of another one. */
    V withEphemeralOf(V other);

    /** Whether an ended aggregate stays because of what else is shown here. */
    boolean isNeeded(AggregateKind<?, ?, ?> kind, String id);

    /** The sequence number up to which this aggregate is folded, 0 if nothing is. */
    default long sequenceNumber(EntityAddress<?> address) {
        return table(address.kind()).sequenceNumber(id(address));
    }

    /** Whether the API shows the aggregate. */
    default boolean isShown(EntityAddress<?> address) {
        return table(address.kind()).isShown(id(address));
    }

    /** The aggregates of one kind that ended before this instant. */
    default <C extends Aggregate.Command> List<EntityAddress<C>> endedBefore(
            AggregateKind<C, ?, ?> kind, Instant instant) {
        return table(kind).endedBefore(instant).stream().map(id -> address(kind, id)).toList();
    }

    /**
     * What ended before this instant and leaves the API without an event that says so, because its
     * id is never used again.
     */
    default List<EntityAddress<?>> overdue(Instant instant) {
        var overdue = new ArrayList<EntityAddress<?>>();
        for (var kind : kinds()) {
            if (kind.retention().leavesByItself()) {
                for (var id : table(kind).endedBefore(instant)) {
                    if (!isNeeded(kind, id)) {
                        overdue.add(address(kind, id));
                    }
                }
            }
        }
        return overdue;
    }

    /** Whether the aggregate is one of those that are {@link #overdue}. */
    default boolean isOverdue(EntityAddress<?> address, Instant instant) {
        return address.kind().retention().leavesByItself()
                && table(address.kind()).isEndedBefore(id(address), instant)
                && !isNeeded(address.kind(), id(address));
    }

    /** This picture without what is overdue at this instant. */
    V withoutOverdue(Instant instant);

    /** This picture without one aggregate that has left the API. */
    default V without(EntityAddress<?> address) {
        return without(address.kind(), List.of(id(address)));
    }

    /** The aggregates that this picture and another one show differently. */
    default List<EntityAddress<?>> differences(V other) {
        var differences = new ArrayList<EntityAddress<?>>();
        for (var kind : kinds()) {
            for (var id : table(kind).differences(other.table(kind))) {
                differences.add(address(kind, id));
            }
        }
        return differences;
    }
}

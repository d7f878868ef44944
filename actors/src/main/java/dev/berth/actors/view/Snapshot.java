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
 * An immutable snapshot of a part of the journal. It shares its structure with earlier snapshots,
 * and consists of {@link AggregateTable}s, one for each kind of aggregate in the view.
 *
 * <p>Journaled state and ephemeral state (the connected agents) are separate: the journaled part of
 * a rebuilt view equals that of a view that was updated event by event.
 *
 * @param <V> the type of the snapshot
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

    /** The kinds that have a table in this view. */
    List<AggregateKind<?, ?, ?>> kinds();

    /** The id of an aggregate in its table. */
    String id(EntityAddress<?> address);

    /** The address of the aggregate with this id in the table of its kind. */
    <C extends Aggregate.Command> EntityAddress<C> address(AggregateKind<C, ?, ?> kind, String id);

    /** This snapshot after one more event. */
    V after(EntityAddress<?> address, long sequenceNumber, Aggregate.Event event);

    /**
     * Whether it contains nothing. A forgotten aggregate does not count: its row is kept only for
     * the sequence number.
     */
    default boolean isEmpty() {
        return kinds().stream()
                .allMatch(
                        kind ->
                                kind.retention() instanceof RetentionRule.WithItsName<?, ?>
                                        ? table(kind).noneShown()
                                        : table(kind).size() == 0);
    }

    /** This snapshot with an aggregate from a journal snapshot. */
    V restored(EntityAddress<?> address, long sequenceNumber, Aggregate.State state);

    /** This snapshot without some aggregates of one kind, which the API does not show any more. */
    V without(AggregateKind<?, ?, ?> kind, Collection<String> ids);

    /** This snapshot with the ephemeral part of another one. */
    V withEphemeralOf(V other);

    /** Whether an ended aggregate is kept because another resource needs it. */
    boolean isNeeded(AggregateKind<?, ?, ?> kind, String id);

    /** The last sequence number of this aggregate in the snapshot, or 0. */
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
     * Resources that ended before this instant and are removed from the API without an event,
     * because their ids are never used again.
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

    /** Whether the aggregate is {@link #overdue}. */
    default boolean isOverdue(EntityAddress<?> address, Instant instant) {
        return address.kind().retention().leavesByItself()
                && table(address.kind()).isEndedBefore(id(address), instant)
                && !isNeeded(address.kind(), id(address));
    }

    /** This snapshot without the resources that are overdue at this instant. */
    V withoutOverdue(Instant instant);

    /** This snapshot without one aggregate that the API does not show any more. */
    default V without(EntityAddress<?> address) {
        return without(address.kind(), List.of(id(address)));
    }

    /** The aggregates with different states in this snapshot and another one. */
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

package dev.berth.actors.view;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.Aggregate;
import java.util.List;

/**
 * An immutable picture of a part of the journal that shares its structure with the pictures before
 * it.
 *
 * <p>What is folded from the journal is apart from what is ephemeral (which agents are connected):
 * a view that was built anew equals one that has lived, as far as the first goes.
 *
 * @param <V> the picture itself
 */
public interface Snapshot<V extends Snapshot<V>> {

    /** The sequence number up to which this aggregate is folded, 0 where nothing is. */
    long sequenceNumber(EntityAddress<?> address);

    /** This picture after one more event, by the aggregate's own {@code evolve}. */
    V after(EntityAddress<?> address, long sequenceNumber, Aggregate.Event event);

    /** This picture with an aggregate as a journal snapshot holds it. */
    V restored(EntityAddress<?> address, long sequenceNumber, Aggregate.State state);

    /** The aggregates that this picture and another one show differently. */
    List<EntityAddress<?>> differences(V other);

    /** This picture with the ephemeral part of another one. */
    V withEphemeralOf(V other);
}

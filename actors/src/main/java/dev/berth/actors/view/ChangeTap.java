package dev.berth.actors.view;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.Aggregate;

/**
 * Receives each change of a view, event by event. Called in the view's thread, so it must neither
 * block nor throw. The changes of one aggregate come in their order.
 */
public interface ChangeTap {

    ChangeTap NONE =
            new ChangeTap() {
                @Override
                public void applied(
                        EntityAddress<?> address,
                        long sequenceNumber,
                        Aggregate.Event event,
                        Snapshot<?> before,
                        Snapshot<?> after) {}

                @Override
                public void observed(
                        EntityAddress<?> about, Snapshot<?> before, Snapshot<?> after) {}

                @Override
                public void refolded() {}
            };

    /** The view has applied one event of the journal. */
    void applied(
            EntityAddress<?> address,
            long sequenceNumber,
            Aggregate.Event event,
            Snapshot<?> before,
            Snapshot<?> after);

    /** The part of the view that is not journaled has changed. */
    void observed(EntityAddress<?> about, Snapshot<?> before, Snapshot<?> after);

    /** The view was folded anew; events that it has missed do not come one by one. */
    void refolded();
}

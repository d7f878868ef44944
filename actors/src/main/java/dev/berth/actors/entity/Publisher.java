package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;
import java.util.List;

/**
 * Receives the events that an entity has persisted. Called in the entity's thread, so it must not
 * block.
 */
public interface Publisher {

    /**
     * @param firstSequenceNumber that of the first event; with no events, one more than the entity
     *     has reached, said after each recovery so that a write that was reported failed but did
     *     commit reaches the views
     */
    void published(
            EntityAddress<?> address,
            long firstSequenceNumber,
            List<? extends Aggregate.Event> events);
}

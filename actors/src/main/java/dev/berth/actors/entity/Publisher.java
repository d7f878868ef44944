package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;
import java.util.List;

/**
 * Receives the events that an entity has persisted. Called in the entity's thread, so it must not
 * block.
 */
public interface Publisher {

    /**
     * @param firstSequenceNumber the number of the first event. Without events, the next number of
     *     the entity: it is published after each recovery, so that a write that was reported as
     *     failed but was committed reaches the views
     */
    void published(
            EntityAddress<?> address,
            long firstSequenceNumber,
            List<? extends Aggregate.Event> events);
}

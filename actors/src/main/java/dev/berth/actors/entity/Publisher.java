package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;
import java.util.List;

/**
 * Where an entity says what it has persisted; called in the entity's thread, so it must not block.
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

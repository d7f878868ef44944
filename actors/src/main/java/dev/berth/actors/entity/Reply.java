package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;
import dev.berth.domain.ErrorCode;
import java.util.List;

/** The answer of an entity, sent when the events are in the journal. */
public sealed interface Reply {

    /**
     * @param sequenceNumber the sequence number of the entity; a view that has applied it shows
     *     this write
     * @param answer the answer of the decider, or null
     */
    record Done(
            long sequenceNumber, List<? extends Aggregate.Event> events, Aggregate.Answer answer)
            implements Reply {}

    record Refused(ErrorCode code, String message) implements Reply {}
}

package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;
import dev.berth.domain.ErrorCode;
import java.util.List;

/** What an entity answers, once the journal has what it decided. */
public sealed interface Reply {

    /**
     * @param sequenceNumber what the entity has reached; a view that has applied it shows this
     *     write
     * @param answer what the decider answered, or null
     */
    record Done(
            long sequenceNumber, List<? extends Aggregate.Event> events, Aggregate.Answer answer)
            implements Reply {}

    record Refused(ErrorCode code, String message) implements Reply {}
}

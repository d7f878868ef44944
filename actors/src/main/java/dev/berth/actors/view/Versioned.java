package dev.berth.actors.view;

import dev.berth.domain.Aggregate;

/**
 * A state with the sequence number of the event that made it.
 *
 * @param state what the aggregate has become
 */
public record Versioned<S extends Aggregate.State>(S state, long sequenceNumber) {}

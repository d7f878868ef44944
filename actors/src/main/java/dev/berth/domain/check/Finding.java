package dev.berth.domain.check;

/**
 * A row that violates an invariant.
 *
 * @param ordering of the row in the journal; 0 for a row of another table
 * @param aggregate the persistence id of the aggregate, or a description of the row
 * @param sequenceNumber of the row in its aggregate; 0 for a row of another table
 * @param sentence what is wrong with it
 */
public record Finding(
        Invariant invariant,
        long ordering,
        String aggregate,
        long sequenceNumber,
        String sentence) {}

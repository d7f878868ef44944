package dev.berth.domain.check;

/**
 * One row that breaks an invariant.
 *
 * @param ordering of the row in the journal; 0 for what stands in another table
 * @param aggregate its persistence id, or what else it is
 * @param sequenceNumber of the row within its aggregate; 0 for what stands in another table
 * @param sentence what is wrong with it
 */
public record Finding(
        Invariant invariant,
        long ordering,
        String aggregate,
        long sequenceNumber,
        String sentence) {}

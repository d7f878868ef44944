package dev.berth.actors.monitoring;

/**
 * The result of one cleanup of the janitor.
 *
 * @param tokens deleted rows
 * @param tasks tasks whose rows were deleted
 * @param definitions definitions whose rows were deleted
 * @param events deleted rows of other aggregates
 */
public record SweptRows(int tokens, int tasks, int definitions, int events) {}

package dev.berth.actors.watch;

/**
 * What one sweep of the janitor deleted.
 *
 * @param tokens rows
 * @param tasks all rows of so many
 * @param definitions all rows of so many
 * @param events rows of others
 */
public record SweptRows(int tokens, int tasks, int definitions, int events) {}

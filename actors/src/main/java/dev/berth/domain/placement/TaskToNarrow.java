package dev.berth.domain.placement;

import dev.berth.plugin.Capacity;

/**
 * What a strategy may know of the task that is to be placed.
 *
 * @param family the family of its task definition
 * @param group its task group, {@code family:NAME} unless the caller chose one
 * @param needs what it is charged for
 */
public record TaskToNarrow(String family, String group, Capacity needs) {}

package dev.berth.domain.service.plan;

/**
 * A task that the placement strategy would place on another instance now.
 *
 * @param instanceId an instance that the strategy prefers; the replacement is placed anew, so it
 *     can be another one
 * @param reason what is better there
 */
public record Move(String taskId, String instanceId, String reason) {}

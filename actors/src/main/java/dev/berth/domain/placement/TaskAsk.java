package dev.berth.domain.placement;

import dev.berth.domain.instance.Reservation;
import dev.berth.plugin.placement.TaskToPlace;

/**
 * A request to place one task.
 *
 * @param task the properties that equal tasks share
 * @param need the resources that it needs on an instance
 * @param instanceId the only allowed instance, or null for any
 */
public record TaskAsk(String taskId, TaskToPlace task, Reservation need, String instanceId) {}

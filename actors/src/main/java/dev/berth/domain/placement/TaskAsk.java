package dev.berth.domain.placement;

import dev.berth.domain.instance.Reservation;
import dev.berth.plugin.placement.TaskToPlace;

/**
 * A task that is to be placed.
 *
 * @param task what equal tasks have in common
 * @param need what this one would hold of an instance
 * @param instanceId the one instance that it may go to, or null where any will do
 */
public record TaskAsk(String taskId, TaskToPlace task, Reservation need, String instanceId) {}

package dev.berth.plugin.placement;

/**
 * The tasks that a scheduler places in one call.
 *
 * @param cluster the name of the ECS cluster
 * @param task the properties of each task
 * @param count the number of tasks, 1 to 256
 */
public record PlacementRequest(String cluster, TaskToPlace task, int count) {}

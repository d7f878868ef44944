package dev.berth.plugin.placement;

/**
 * What a scheduler is asked for.
 *
 * @param cluster the name of the ECS cluster
 * @param task what each of the tasks is
 * @param count how many of it, 1 to 256
 */
public record PlacementRequest(String cluster, TaskToPlace task, int count) {}

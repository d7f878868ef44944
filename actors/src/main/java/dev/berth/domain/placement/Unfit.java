package dev.berth.domain.placement;

/**
 * Why an instance was ruled out for a task.
 *
 * @param reason ECS's word, such as {@code RESOURCE:MEMORY} or {@code AGENT}
 */
public record Unfit(String instanceId, String reason) {}

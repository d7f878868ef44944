package dev.berth.domain.placement;

/**
 * Why an instance cannot run a task.
 *
 * @param reason as ECS names it, such as {@code RESOURCE:MEMORY} or {@code AGENT}
 * @param detail what was required and what is available, for explanations
 */
public record Unfit(String instanceId, String reason, String detail) {}

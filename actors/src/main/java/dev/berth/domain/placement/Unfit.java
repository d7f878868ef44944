package dev.berth.domain.placement;

/**
 * Why an instance was ruled out for a task.
 *
 * @param reason ECS's word, such as {@code RESOURCE:MEMORY} or {@code AGENT}
 * @param detail what was asked and what is there, for whoever asks why
 */
public record Unfit(String instanceId, String reason, String detail) {}

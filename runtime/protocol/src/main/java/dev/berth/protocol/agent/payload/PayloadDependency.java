package dev.berth.protocol.agent.payload;

/**
 * What another container of the task must have reached before this one starts.
 *
 * @param condition {@code START}, {@code COMPLETE}, {@code SUCCESS} or {@code HEALTHY}
 */
public record PayloadDependency(String containerName, String condition) {}

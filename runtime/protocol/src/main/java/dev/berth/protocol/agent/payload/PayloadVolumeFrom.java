package dev.berth.protocol.agent.payload;

/** The volumes of another container of the task, mounted at the same paths. */
public record PayloadVolumeFrom(String sourceContainer, boolean readOnly) {}

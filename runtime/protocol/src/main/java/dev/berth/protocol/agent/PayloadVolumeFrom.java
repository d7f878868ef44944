package dev.berth.protocol.agent;

/** The volumes of another container of the task, mounted at the same paths. */
public record PayloadVolumeFrom(String sourceContainer, boolean readOnly) {}

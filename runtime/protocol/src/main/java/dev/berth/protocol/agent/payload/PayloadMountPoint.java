package dev.berth.protocol.agent.payload;

/** Where a container sees a {@link PayloadVolume} of its task. */
public record PayloadMountPoint(String sourceVolume, String containerPath, boolean readOnly) {}

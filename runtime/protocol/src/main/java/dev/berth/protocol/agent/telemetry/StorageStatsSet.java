package dev.berth.protocol.agent.telemetry;

/** What a container read from and wrote to block devices between two samples. */
public record StorageStatsSet(LongStatsSet readSizeBytes, LongStatsSet writeSizeBytes) {}

package dev.berth.protocol.agent;

/** What a container read from and wrote to block devices between two samples. */
public record StorageStatsSet(LongStatsSet readSizeBytes, LongStatsSet writeSizeBytes) {}

package dev.berth.protocol.agent;

/** What passed a container's network interfaces between two samples, all interfaces together. */
public record NetworkStatsSet(
        LongStatsSet rxBytes,
        StatsSet rxBytesPerSecond,
        LongStatsSet rxDropped,
        LongStatsSet rxErrors,
        LongStatsSet rxPackets,
        LongStatsSet txBytes,
        StatsSet txBytesPerSecond,
        LongStatsSet txDropped,
        LongStatsSet txErrors,
        LongStatsSet txPackets) {}

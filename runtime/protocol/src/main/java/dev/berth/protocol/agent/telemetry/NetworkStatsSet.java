package dev.berth.protocol.agent.telemetry;

/** The traffic of all network interfaces of a container between two samples. */
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

package dev.berth.protocol.agent.telemetry;

/**
 * The utilization of one container over a window; a set that was not measured is null.
 *
 * @param cpuStatsSet percent of the whole instance, 0 to 100
 * @param memoryStatsSet MiB in use without the page cache
 * @param networkStatsSet in bridge mode alone
 */
public record ContainerMetric(
        String containerName,
        StatsSet cpuStatsSet,
        StatsSet memoryStatsSet,
        NetworkStatsSet networkStatsSet,
        StorageStatsSet storageStatsSet,
        RestartStatsSet restartStatsSet) {}

package dev.berth.plugin.cluster;

/**
 * What the tasks of an instance use, as its agent measured it over the newest window of some
 * seconds.
 *
 * @param cpuUnits 1024 to a core
 * @param memoryMebibytes MiB, without the page cache
 */
public record Utilization(double cpuUnits, double memoryMebibytes) {}

package dev.berth.plugin.cluster;

/**
 * The usage of the tasks of an instance, as measured by its agent over the newest window of some
 * seconds.
 *
 * @param cpuUnits 1024 per core
 * @param memoryMebibytes MiB, without the page cache
 */
public record Utilization(double cpuUnits, double memoryMebibytes) {}

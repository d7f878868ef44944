package dev.berth.plugin.cluster;

/**
 * An amount of the resources that tasks reserve.
 *
 * @param cpu CPU units, 1024 per core
 * @param memory MiB
 */
public record Capacity(int cpu, int memory) {}

package dev.berth.plugin.cluster;

/**
 * An amount of the resources that tasks are charged for.
 *
 * @param cpu CPU units, 1024 to a core
 * @param memory MiB
 */
public record Capacity(int cpu, int memory) {}

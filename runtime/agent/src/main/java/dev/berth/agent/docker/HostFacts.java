package dev.berth.agent.docker;

import java.util.Set;

/**
 * What a Docker host has and is.
 *
 * @param architecture as Docker names it, such as {@code x86_64}
 * @param logDrivers the logging drivers that the engine has
 */
public record HostFacts(
        int cpus,
        long memoryBytes,
        String architecture,
        String osType,
        String engineVersion,
        ApiVersion newestApi,
        Set<String> logDrivers) {}

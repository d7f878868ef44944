package dev.berth.agent.docker;

import java.util.Set;

/**
 * What a Docker host has and is.
 *
 * @param engineId which Docker Engine this is, see {@link EngineId}
 * @param architecture as Docker names it, such as {@code x86_64}
 * @param logDrivers the logging drivers that the engine has
 * @param cgroupDriver {@code cgroupfs} or {@code systemd}
 * @param cgroupVersion 1 or 2
 */
public record HostFacts(
        String engineId,
        int cpus,
        long memoryBytes,
        String architecture,
        String osType,
        String engineVersion,
        DockerApiVersion newestApi,
        Set<String> logDrivers,
        String cgroupDriver,
        int cgroupVersion) {}

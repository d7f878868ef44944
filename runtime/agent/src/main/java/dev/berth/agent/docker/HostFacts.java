package dev.berth.agent.docker;

import java.util.Set;

/**
 * The properties of a Docker host.
 *
 * @param engineId the Docker Engine, see {@link EngineId}
 * @param architecture as Docker names it, such as {@code x86_64}
 * @param logDrivers the logging drivers of the engine
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

package dev.berth.agent.docker;

import java.util.Set;

/**
 * The properties of a Docker host.
 *
 * @param architecture as Docker names it, such as {@code x86_64}
 */
public record HostFacts(
        int cpus,
        long memoryBytes,
        String architecture,
        String osType,
        Engine engine,
        Cgroups cgroups) {

    /**
     * The Docker Engine.
     *
     * @param id see {@link EngineId}
     * @param logDrivers its logging drivers
     */
    public record Engine(
            String id, String version, DockerApiVersion newestApi, Set<String> logDrivers) {}

    /**
     * The control groups of the host.
     *
     * @param driver {@code cgroupfs} or {@code systemd}
     * @param version 1 or 2
     */
    public record Cgroups(String driver, int version) {}
}

package dev.berth.protocol.agent.payload;

/**
 * Fragments of Docker's Engine API. They override what the agent builds from a container's other
 * members.
 *
 * @param config JSON of Docker's {@code Config} in a string: User, WorkingDir, Labels, Hostname, …
 * @param hostConfig JSON of Docker's {@code HostConfig} in a string: NetworkMode, LogConfig,
 *     MemoryReservation, …
 * @param version the lowest version of Docker's API that understands them
 */
public record PayloadDockerConfig(String config, String hostConfig, String version) {}

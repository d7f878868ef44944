package dev.berth.agent.config;

import dev.berth.agent.docker.PortRange;
import dev.berth.agent.image.ImageSettings;
import dev.berth.agent.registry.RegistryCredentials;
import dev.berth.agent.telemetry.TelemetrySettings;
import dev.berth.protocol.client.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The configuration of an agent.
 *
 * @param cluster the cluster whose tasks it runs
 */
public record AgentConfig(
        Access access,
        String cluster,
        Engine engine,
        Host host,
        Folders folders,
        Containers containers,
        TelemetrySettings telemetry,
        LogFormat logFormat) {
    /**
     * The connection to the server.
     *
     * @param trust the CAs for the server's certificate
     * @param credentialsFile null for keys from the environment
     */
    public record Access(URI server, Trust trust, String region, Path credentialsFile) {}

    /**
     * The Docker Engine that runs the tasks.
     *
     * @param shared allows another agent on the same Docker Engine
     */
    public record Engine(URI dockerHost, boolean shared) {}

    /**
     * The properties of the host that are registered.
     *
     * @param advertiseAddress null for the local address of the connection to the server
     * @param reservedMemory MiB that are not available to tasks
     */
    public record Host(
            String advertiseAddress,
            String availabilityZone,
            Map<String, String> attributes,
            int reservedMemory,
            Set<Integer> reservedPorts,
            Set<Integer> reservedPortsUdp,
            Set<String> loggingDrivers) {}

    /**
     * @param data the folder that server, agents and command line of this machine share
     * @param state the folder of this agent only; its last part is the agent's name
     */
    public record Folders(Path data, Path state) {}

    /**
     * The settings of containers.
     *
     * @param stopTimeout the time between SIGTERM and SIGKILL for containers without a stopTimeout
     * @param dynamicPorts the range of dynamic host ports
     * @param registries the credentials for pulling images
     */
    public record Containers(
            Duration stopTimeout,
            Duration cleanUpWait,
            String pauseImage,
            PortRange dynamicPorts,
            ImageSettings images,
            RegistryCredentials registries) {}

    /** The agent's name, the same at every start with the same settings. */
    public String name() {
        return folders.state().getFileName().toString();
    }
}

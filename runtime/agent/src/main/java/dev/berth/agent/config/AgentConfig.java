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
 * How an agent is set up.
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
     * How the server is reached.
     *
     * @param trust the CAs whose certificates the server may have
     * @param credentialsFile null for keys from the environment
     */
    public record Access(URI server, Trust trust, String region, Path credentialsFile) {}

    /**
     * The Docker Engine that runs the tasks.
     *
     * @param shared another agent on the same Docker Engine is meant to be there
     */
    public record Engine(URI dockerHost, boolean shared) {}

    /**
     * What the host offers, as it is registered.
     *
     * @param advertiseAddress null for the local address of the connection to the server
     * @param reservedMemory MiB that tasks do not get
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
     * @param state the folder of this agent alone; its last part is the agent's name
     */
    public record Folders(Path data, Path state) {}

    /**
     * How containers are made, stopped and removed.
     *
     * @param stopTimeout between SIGTERM and SIGKILL where a container has no stopTimeout
     * @param dynamicPorts where host ports are chosen from
     * @param registries the credentials that images are pulled with
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

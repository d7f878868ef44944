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
 * @param trust the CAs whose certificates the server may have
 * @param sharedEngine another agent on the same Docker Engine is meant to be there
 * @param advertiseAddress null for the local address of the connection to the server
 * @param credentialsFile null for keys from the environment
 * @param data the folder that server, agents and command line of this machine share
 * @param state the folder of this agent alone; its last part is the agent's name
 * @param reservedMemory MiB
 * @param registries the credentials that images are pulled with
 * @param dynamicPorts null for the range that the kernel uses itself
 */
public record AgentConfig(
        URI server,
        Trust trust,
        String region,
        String cluster,
        URI dockerHost,
        boolean sharedEngine,
        String advertiseAddress,
        String availabilityZone,
        Path credentialsFile,
        Path data,
        Path state,
        Map<String, String> attributes,
        int reservedMemory,
        Set<Integer> reservedPorts,
        Set<Integer> reservedPortsUdp,
        Duration stopTimeout,
        String pauseImage,
        PortRange dynamicPorts,
        Set<String> loggingDrivers,
        Duration cleanUpWait,
        ImageSettings images,
        RegistryCredentials registries,
        TelemetrySettings telemetry,
        LogFormat logFormat) {
    /** The agent's name, the same at every start with the same settings. */
    public String name() {
        return state.getFileName().toString();
    }
}

package dev.berth.protocol.agent.payload;

import java.util.Objects;

/**
 * A port, or a range of ports, that a container publishes.
 *
 * @param containerPort null for a range
 * @param hostPort 0: the agent picks one from its dynamic range; null for a range, whose host ports
 *     the agent picks one after the other
 * @param containerPortRange {@code first-last}, or null for a single port
 * @param protocol {@code tcp} or {@code udp}
 */
public record PayloadPortMapping(
        Integer containerPort, Integer hostPort, String containerPortRange, String protocol) {
    public PayloadPortMapping {
        if (containerPortRange == null) {
            containerPort = Objects.requireNonNullElse(containerPort, 0);
            hostPort = Objects.requireNonNullElse(hostPort, 0);
        }
    }

    /** A single port. */
    public PayloadPortMapping(int containerPort, int hostPort, String protocol) {
        this(containerPort, hostPort, null, protocol);
    }

    /** A range of container ports, {@code first-last}. */
    public static PayloadPortMapping range(String containerPorts, String protocol) {
        return new PayloadPortMapping(null, null, containerPorts, protocol);
    }
}

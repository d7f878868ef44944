package dev.berth.protocol.agent;

/**
 * A port that a container publishes.
 *
 * @param hostPort 0: the agent picks one from its dynamic range
 * @param protocol {@code tcp} or {@code udp}
 */
public record PayloadPortMapping(int containerPort, int hostPort, String protocol) {}

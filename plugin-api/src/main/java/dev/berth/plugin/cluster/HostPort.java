package dev.berth.plugin.cluster;

/**
 * A port of a container instance; tcp and udp have ports of their own.
 *
 * @param number 1 to 65535
 */
public record HostPort(int number, Transport transport) {

    /** The protocols of port mappings. */
    public enum Transport {
        TCP,
        UDP
    }
}

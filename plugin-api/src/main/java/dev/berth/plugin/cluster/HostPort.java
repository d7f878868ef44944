package dev.berth.plugin.cluster;

/**
 * A port of a container instance. TCP and UDP ports are separate.
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

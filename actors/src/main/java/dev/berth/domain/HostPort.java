package dev.berth.domain;

/** A port of a container instance. TCP and UDP ports are separate. */
public record HostPort(int number, Transport transport) implements Comparable<HostPort> {

    public enum Transport {
        TCP,
        UDP
    }

    public static HostPort tcp(int number) {
        return new HostPort(number, Transport.TCP);
    }

    public static HostPort udp(int number) {
        return new HostPort(number, Transport.UDP);
    }

    @Override
    public int compareTo(HostPort other) {
        var byNumber = Integer.compare(number, other.number);
        return byNumber != 0 ? byNumber : transport.compareTo(other.transport);
    }
}

package dev.berth.domain.placement;

import dev.berth.domain.HostPort;
import java.util.Set;
import java.util.stream.Collectors;

/** Converts host ports between the domain and the plugin API. */
public final class HostPorts {

    private HostPorts() {}

    static HostPort of(dev.berth.plugin.cluster.HostPort port) {
        return switch (port.transport()) {
            case TCP -> HostPort.tcp(port.number());
            case UDP -> HostPort.udp(port.number());
        };
    }

    public static Set<dev.berth.plugin.cluster.HostPort> forPlugins(Set<HostPort> ports) {
        return ports.stream().map(HostPorts::forPlugins).collect(Collectors.toUnmodifiableSet());
    }

    private static dev.berth.plugin.cluster.HostPort forPlugins(HostPort port) {
        return new dev.berth.plugin.cluster.HostPort(
                port.number(),
                switch (port.transport()) {
                    case TCP -> dev.berth.plugin.cluster.HostPort.Transport.TCP;
                    case UDP -> dev.berth.plugin.cluster.HostPort.Transport.UDP;
                });
    }
}

package dev.berth.agent.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.function.Function;

/**
 * The address of the host on Docker's default bridge, which containers can reach.
 *
 * <p>Docker lists it as the gateway of the network only after the second start of its daemon. On a
 * new installation the address of the bridge's interface is used.
 */
final class BridgeAddress {
    private static final String INTERFACE_OPTION = "com.docker.network.bridge.name";
    private static final String DEFAULT_INTERFACE = "docker0";

    private BridgeAddress() {}

    /**
     * @param network Docker's inspection of the network {@code bridge}
     * @param interfaces returns the IPv4 address of an interface of this machine by its name
     * @throws IOException if there is none; the message says what to do
     */
    static String of(JsonNode network, Function<String, Optional<String>> interfaces)
            throws IOException {
        for (var config : network.path("IPAM").path("Config")) {
            var gateway = config.path("Gateway").asText();
            if (gateway.contains(".")) {
                return gateway;
            }
        }
        var name = network.path("Options").path(INTERFACE_OPTION).asText(DEFAULT_INTERFACE);
        return interfaces
                .apply(name)
                .orElseThrow(
                        () ->
                                new IOException(
                                        "Docker's network bridge lists no gateway, and this"
                                                + " machine has no interface "
                                                + name
                                                + " with an IPv4 address; set metadata-address"));
    }

    static Optional<String> ofInterface(String name) {
        try {
            var found = NetworkInterface.getByName(name);
            return found == null
                    ? Optional.empty()
                    : found.inetAddresses()
                            .filter(Inet4Address.class::isInstance)
                            .map(address -> address.getHostAddress())
                            .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }
}

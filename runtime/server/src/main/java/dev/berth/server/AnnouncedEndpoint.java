package dev.berth.server;

import dev.berth.http.tls.ServerCertificate;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The address at which clients on this machine reach a server. */
final class AnnouncedEndpoint {
    private AnnouncedEndpoint() {}

    static String plain(InetSocketAddress bound) {
        return "http://" + literal(local(bound)) + ":" + bound.getPort();
    }

    /**
     * An endpoint with a host name that the certificate contains: the address, {@code localhost},
     * or the host of {@code server.public-url}. Empty if the certificate contains none of them.
     *
     * @param publicUrl null if it is not set
     */
    static Optional<String> encrypted(
            InetSocketAddress bound, ServerCertificate certificate, URI publicUrl) {
        return names(bound, publicUrl)
                .filter(name -> certificate.names(name.replaceAll("[\\[\\]]", "")))
                .findFirst()
                .map(name -> "https://" + name + ":" + bound.getPort());
    }

    private static Stream<String> names(InetSocketAddress bound, URI publicUrl) {
        var address = local(bound);
        return Stream.of(
                        List.of(literal(address)),
                        address.isLoopbackAddress() ? List.of("localhost") : List.<String>of(),
                        publicUrl == null ? List.<String>of() : List.of(publicUrl.getHost()))
                .flatMap(List::stream);
    }

    private static InetAddress local(InetSocketAddress bound) {
        return bound.getAddress().isAnyLocalAddress()
                ? InetAddress.getLoopbackAddress()
                : bound.getAddress();
    }

    private static String literal(InetAddress address) {
        return address instanceof Inet6Address
                ? "[" + address.getHostAddress() + "]"
                : address.getHostAddress();
    }
}

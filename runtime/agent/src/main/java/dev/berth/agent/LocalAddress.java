package dev.berth.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * The address of this machine on its connection to the server, at which the server can reach it.
 */
final class LocalAddress {
    private static final int CONNECT_MILLIS = 5_000;

    private LocalAddress() {}

    static String towards(URI server) throws IOException {
        var port = server.getPort() > 0 ? server.getPort() : isTls(server) ? 443 : 80;
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.getHost(), port), CONNECT_MILLIS);
            return socket.getLocalAddress().getHostAddress();
        }
    }

    private static boolean isTls(URI server) {
        return server.getScheme().equals("https");
    }
}

package dev.berth.http;

import dev.berth.protocol.sigv4.Verification.Refused;
import dev.berth.protocol.sigv4.Verification.Verified;
import dev.berth.protocol.sigv4.Verifier;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;

/** Verifies the signature of an agent's handshake, then passes the handshake to the gateway. */
public final class SocketGuard {
    private static final Map<String, AgentSockets.Channel> CHANNELS =
            Map.of("/acs/ws", AgentSockets.Channel.ACS, "/tcs/ws", AgentSockets.Channel.TCS);

    private final Verifier verifier;
    private final InstantSource clock;
    private final AgentSockets sockets;

    public SocketGuard(Verifier verifier, InstantSource clock, AgentSockets sockets) {
        this.verifier = verifier;
        this.clock = clock;
        this.sockets = sockets;
    }

    static boolean handles(String path) {
        return CHANNELS.containsKey(path);
    }

    HttpResponse open(HttpRequest request, WebSocketUpgrade upgrade, String requestId) {
        var signable = HttpRequests.signable(request, new byte[0]);
        return switch (verifier.verify(signable, clock.instant())) {
            case Refused refused ->
                    SocketRefusal.of(403, "AccessDeniedException", refused.message());
            case Verified(_, var service) when !service.equals("ecs") ->
                    SocketRefusal.of(
                            403,
                            "AccessDeniedException",
                            "Sign the handshake for the service ecs.");
            case Verified(var accessKeyId, _) ->
                    sockets.open(
                            new AgentSockets.Handshake(
                                    CHANNELS.get(request.getUri().path()),
                                    query(signable.rawQuery()),
                                    accessKeyId,
                                    peer(request),
                                    requestId),
                            upgrade);
        };
    }

    private static Map<String, String> query(String raw) {
        var query = new HashMap<String, String>();
        for (var pair : raw.split("&")) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                query.putIfAbsent(
                        decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    /** The signature covers the query, so its percent-encoding is valid. */
    private static String decode(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    private static InetAddress peer(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(address -> address.getAddress())
                .orElse(InetAddress.getLoopbackAddress());
    }
}

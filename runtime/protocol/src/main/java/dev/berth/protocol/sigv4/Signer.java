package dev.berth.protocol.sigv4;

import dev.berth.protocol.sigv4.SignableRequest.Header;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Signs requests to one service in one region with Signature Version 4. */
public record Signer(String service, String region) {

    /**
     * The headers to add to a request: {@code X-Amz-Date}, {@code Authorization} and, for temporary
     * credentials, {@code X-Amz-Security-Token}. {@code Host} is signed as the HTTP clients of the
     * JDK send it, and is not among them. All of {@code headers} are signed, so each must reach the
     * server unchanged.
     *
     * @param headers what the caller will send itself, such as Content-Type and X-Amz-Target
     * @param body empty for a GET
     */
    public Map<String, String> sign(
            Credentials credentials,
            String method,
            URI uri,
            Map<String, String> headers,
            byte[] body,
            Instant now) {
        var timestamp = Signing.TIMESTAMP.format(now);
        var sent = new ArrayList<Header>();
        headers.forEach((name, value) -> sent.add(new Header(name, value)));
        sent.add(new Header("Host", host(uri)));
        sent.add(new Header("X-Amz-Date", timestamp));
        if (credentials.sessionToken() != null) {
            sent.add(new Header("X-Amz-Security-Token", credentials.sessionToken()));
        }
        var names = new TreeSet<String>();
        sent.forEach(header -> names.add(header.name().toLowerCase(Locale.ROOT)));
        var signedHeaders = List.copyOf(names);

        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        var request = new SignableRequest(method, path, query, sent, body);
        var canonical =
                CanonicalRequest.of(
                        request,
                        signedHeaders,
                        name -> request.header(name).orElseThrow(),
                        Signing.sha256(body));
        var scope = new Signing.Scope(timestamp.substring(0, 8), region, service);
        var authorization =
                "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(
                                Signing.ALGORITHM,
                                credentials.accessKeyId(),
                                scope,
                                String.join(";", signedHeaders),
                                Signing.signature(
                                        Signing.key(credentials.secretAccessKey(), scope),
                                        timestamp,
                                        scope,
                                        canonical));
        return credentials.sessionToken() == null
                ? Map.of("X-Amz-Date", timestamp, "Authorization", authorization)
                : Map.of(
                        "X-Amz-Date", timestamp,
                        "Authorization", authorization,
                        "X-Amz-Security-Token", credentials.sessionToken());
    }

    /** A WebSocket handshake is a GET without a body; {@code uri} may have the scheme ws or wss. */
    public Map<String, String> signHandshake(Credentials credentials, URI uri, Instant now) {
        return sign(credentials, "GET", uri, Map.of(), new byte[0], now);
    }

    private static String host(URI uri) {
        var standardPort =
                switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
                    case "http", "ws" -> 80;
                    default -> 443;
                };
        return uri.getPort() == -1 || uri.getPort() == standardPort
                ? uri.getHost()
                : uri.getHost() + ":" + uri.getPort();
    }
}

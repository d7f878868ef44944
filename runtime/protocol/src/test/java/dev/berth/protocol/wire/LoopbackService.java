package dev.berth.protocol.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.SignableRequest;
import dev.berth.protocol.sigv4.SignableRequest.Header;
import dev.berth.protocol.sigv4.Verification;
import dev.berth.protocol.sigv4.Verifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;

/** An HTTP server that reads each request and writes each answer with the protocols under test. */
final class LoopbackService implements AutoCloseable {
    static final Credentials KEYS = Credentials.of("BERTHKEY", "secret");
    static final String REGION = "us-east-1";

    private static final Verifier VERIFIER =
            new Verifier(
                    REGION,
                    Set.of(
                            "ecs",
                            "sts",
                            "elasticloadbalancing",
                            "monitoring",
                            "logs",
                            "application-autoscaling"),
                    Verifier.DEFAULT_SKEW,
                    id -> id.equals("BERTHKEY") ? Optional.of(KEYS) : Optional.empty());

    /**
     * One exchange.
     *
     * @param builder of the request's class
     * @param response what to answer, or null for the error
     */
    record Script(SdkPojo builder, SdkPojo response, WireError error) {}

    /** What arrived. */
    record Arrival(
            WireProtocol protocol,
            CalledOperation called,
            Verification signature,
            SignableRequest http,
            SdkPojo builder,
            MalformedDocumentException malformed) {}

    private final HttpServer server;
    private volatile Script script;
    private volatile Arrival arrival;

    LoopbackService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void expect(Script next) {
        script = next;
        arrival = null;
    }

    Arrival arrival() {
        return arrival;
    }

    private void answer(HttpExchange exchange) throws IOException {
        var headers = new ArrayList<Header>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.forEach(v -> headers.add(new Header(name, v))));
        var uri = exchange.getRequestURI();
        var http =
                new SignableRequest(
                        exchange.getRequestMethod(),
                        uri.getRawPath(),
                        uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                        headers,
                        exchange.getRequestBody().readAllBytes());
        var protocol = WireProtocol.of(http);
        var called = protocol.called(http);
        MalformedDocumentException malformed = null;
        try {
            protocol.decode(protocol.read(http), script.builder());
        } catch (MalformedDocumentException reason) {
            malformed = reason;
        }
        arrival =
                new Arrival(
                        protocol,
                        called,
                        VERIFIER.verify(http, Instant.now()),
                        http,
                        script.builder(),
                        malformed);
        var context =
                ResponseContext.of(http, called, "request-1").withNamespace("http://service/doc/");
        var response =
                script.response() == null
                        ? protocol.error(script.error(), context)
                        : protocol.success(script.response(), context);
        exchange.getResponseHeaders().set("Content-Type", response.contentType());
        response.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(response.status(), response.body().length);
        try (var body = exchange.getResponseBody()) {
            body.write(response.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

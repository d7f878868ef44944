package dev.berth.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A program that receives events over HTTP and refuses as many as the test says. */
final class Receiver implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param isSigned whether the signature is right
     */
    record Delivery(String id, JsonNode event, boolean isSigned, boolean isAccepted) {}

    private final HttpServer server;
    private final byte[] secret;
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final AtomicInteger toRefuse = new AtomicInteger();

    Receiver(byte[] secret, int port) throws IOException {
        this.secret = secret;
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/hook", this::receive);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/hook");
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The next so many events are answered with 503. */
    void refuse(int number) {
        toRefuse.set(number);
    }

    BlockingQueue<Delivery> deliveries() {
        return deliveries;
    }

    private void receive(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = exchange.getRequestHeaders();
        var id = headers.getFirst("webhook-id");
        var expected = signature(id + "." + headers.getFirst("webhook-timestamp") + "." + body);
        var isAccepted = toRefuse.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
        deliveries.add(
                new Delivery(
                        id,
                        JSON.readTree(body),
                        expected.equals(headers.getFirst("webhook-signature")),
                        isAccepted));
        exchange.sendResponseHeaders(isAccepted ? 204 : 503, -1);
        exchange.close();
    }

    private String signature(String signed) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return "v1,"
                    + Base64.getEncoder()
                            .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

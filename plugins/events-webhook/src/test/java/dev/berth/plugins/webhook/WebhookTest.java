package dev.berth.plugins.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.berth.plugin.contract.EventSinkContract;
import dev.berth.plugin.events.EventDestination;
import dev.berth.plugin.events.EventSink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookTest extends EventSinkContract {
    private final List<HttpServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Override
    protected EventSink sink() throws Exception {
        return sinkTo(204);
    }

    @Override
    protected EventSink sinkOfARefusingDestination() throws Exception {
        return sinkTo(302);
    }

    private EventSink sinkTo(int status) throws Exception {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = HttpServer.create(address, 0);
        servers.add(server);
        server.createContext(
                "/token",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
        return to("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    }

    private static EventSink to(String url) {
        var destination = new EventDestination("shop", url, Set.of(), Set.of());
        var secret = "sixteen letters.".getBytes(StandardCharsets.UTF_8);
        return new WebhookSink(Map.of("shop", new Receiver(destination, URI.create(url), secret)));
    }

    @Test
    void aFailureNamesTheReceiverAndTheReasonButNotTheUrl() throws Exception {
        var refusing = sinkOfARefusingDestination();
        assertThat(refusing.send(refusing.destinations().get(0), event("e")).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .withMessage("shop: status 302");
        var port = servers.get(0).getAddress().getPort();
        stop();
        var away = to("http://127.0.0.1:" + port + "/token");
        assertThat(away.send(away.destinations().get(0), event("e")).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .withMessage("shop: ConnectException");
    }

    /** The example that the libraries of Standard Webhooks are tested with. */
    @Test
    void signaturesAreThoseOfStandardWebhooks() {
        var secret = Receiver.secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();
        assertThat(
                        WebhookSignature.of(
                                secret,
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                1_614_265_330,
                                "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aSecretIsATextOrBase64AndNotShort() {
        assertThat(Receiver.secret("sixteen letters.").orElseThrow()).hasSize(16);
        assertThat(Receiver.secret("fifteen letters")).isEmpty();
        assertThat(Receiver.secret("whsec_c2hvcnQ=")).isEmpty();
        assertThat(Receiver.secret("whsec_no base64, but long enough")).isEmpty();
    }

    @Test
    void aReceiverDoesNotShowItsSecretNorItsUrl() {
        var url = URI.create("https://shop/token");
        var destination = new EventDestination("shop", url.toString(), Set.of(), Set.of());
        assertThat(new Receiver(destination, url, new byte[16]).toString())
                .isEqualTo("Receiver[shop]");
        assertThat(destination.toString()).isEqualTo("EventDestination[shop]");
    }
}

package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.PageSection.Access;
import dev.berth.protocol.sigv4.Signer;
import dev.berth.protocol.sigv4.Verifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class HeaderTimeoutTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int LINES = 30;

    /** Longer than the timeout, as one that follows what a task writes. */
    private static HttpResponse lines() {
        var lines =
                Source.tick(Duration.ZERO, Duration.ofMillis(100), ByteString.fromString("line\n"))
                        .take(LINES);
        return HttpResponse.create()
                .withEntity(HttpEntities.createChunked(ContentTypes.TEXT_PLAIN_UTF8, lines));
    }

    @Test
    void neitherALongAnswerNorAWebSocketIsEnded() throws Exception {
        var limits = new PortLimits(64 << 10, 16, TIMEOUT);
        try (var port = new HttpPort("127.0.0.1", 0, limits, null, Duration.ofMillis(500));
                var http = HttpClient.newHttpClient()) {
            var clock = InstantSource.system();
            var verifier =
                    new Verifier(
                            "eu-test-1",
                            Set.of("ecs"),
                            Duration.ofMinutes(5),
                            _ -> Optional.of(TestPort.KEY));
            port.serve(
                    null, // no AWS call is made
                    new SocketGuard(
                            verifier,
                            clock,
                            (_, upgrade) -> upgrade.handleMessagesWith(Flow.<Message>create())),
                    new PageGuard(
                            verifier,
                            clock,
                            null,
                            List.of(
                                    new PageSection(
                                            "/lines",
                                            Access.OPEN,
                                            (_, _) -> Optional.of(lines())))),
                    () -> CompletableFuture.completedStage(Optional.empty()));
            var at = "127.0.0.1:" + port.address().getPort();
            var echo = new Echo();
            var socket = connect(http, URI.create("ws://" + at + "/acs/ws"), echo);

            var request = HttpRequest.newBuilder(URI.create("http://" + at + "/lines")).build();
            var answer = http.send(request, BodyHandlers.ofLines());

            assertThat(answer.body()).hasSize(LINES);
            socket.sendText("still there", true);
            assertThat(echo.text.get(20, TimeUnit.SECONDS)).isEqualTo("still there");
            socket.abort();
        }
    }

    private static WebSocket connect(HttpClient http, URI uri, Echo echo) {
        var builder = http.newWebSocketBuilder();
        new Signer("ecs", "eu-test-1")
                .signHandshake(TestPort.KEY, uri, Instant.now())
                .forEach(builder::header);
        return builder.buildAsync(uri, echo).join();
    }

    /** Keeps the first text that comes back. */
    private static final class Echo implements WebSocket.Listener {
        final CompletableFuture<String> text = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.complete(data.toString());
            return null;
        }
    }
}

package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Signer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.stream.javadsl.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketGuardTest {
    private final BlockingQueue<AgentSockets.Handshake> handshakes = new ArrayBlockingQueue<>(10);
    private final HttpClient http = HttpClient.newHttpClient();
    private TestPort port;

    @BeforeEach
    void bind() throws Exception {
        port = new TestPort(List.of(), this::open);
    }

    @AfterEach
    void unbind() {
        port.close();
    }

    private HttpResponse open(AgentSockets.Handshake handshake, WebSocketUpgrade upgrade) {
        handshakes.add(handshake);
        return handshake.query().containsKey("refuse")
                ? SocketRefusal.of(400, "InactiveInstanceException", "Gone.")
                : upgrade.handleMessagesWith(Flow.<Message>create());
    }

    @Test
    void aSignedHandshakeReachesTheGatewayWithItsDecodedQuery() throws Exception {
        var echo = new Echo();

        var socket =
                connect(
                        TestPort.KEY,
                        "/acs/ws?containerInstanceArn=arn%3Aaws%3Aecs%3A1%2Fx&dockerVersion=a%2Bb",
                        echo);
        socket.sendText("{\"type\":\"HeartbeatMessage\"}", true);

        assertThat(echo.text.get(10, TimeUnit.SECONDS))
                .isEqualTo("{\"type\":\"HeartbeatMessage\"}");
        var handshake = handshakes.take();
        assertThat(handshake.channel()).isEqualTo(AgentSockets.Channel.ACS);
        assertThat(handshake.query())
                .containsEntry("containerInstanceArn", "arn:aws:ecs:1/x")
                .containsEntry("dockerVersion", "a+b");
        assertThat(handshake.peer().isLoopbackAddress()).isTrue();
        assertThat(handshake.accessKeyId()).isEqualTo(TestPort.KEY.accessKeyId());
        socket.abort();
    }

    @Test
    void theGatewayMayRefuse() {
        var refusal = refusal(TestPort.KEY, "/tcs/ws?refuse=1");

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(handshakes)
                .singleElement()
                .matches(h -> h.channel() == AgentSockets.Channel.TCS);
    }

    @Test
    void aHandshakeWithAWrongKeyNeverReachesTheGateway() {
        var key = Credentials.of(TestPort.KEY.accessKeyId(), "guessed");

        assertThat(refusal(key, "/acs/ws").statusCode()).isEqualTo(403);
        assertThat(handshakes).isEmpty();
    }

    @Test
    void aHandshakeBeforeTheServerIsReadyIsPutOff() throws Exception {
        port.close();
        port = TestPort.starting(this::open);

        assertThat(refusal(TestPort.KEY, "/acs/ws").statusCode()).isEqualTo(503);
        assertThat(handshakes).isEmpty();
    }

    private java.net.http.HttpResponse<?> refusal(Credentials key, String target) {
        var thrown =
                catchThrowableOfType(
                        CompletionException.class, () -> connect(key, target, new Echo()));
        return ((WebSocketHandshakeException) thrown.getCause()).getResponse();
    }

    private WebSocket connect(Credentials key, String target, Echo echo) {
        var uri = URI.create("ws://127.0.0.1:" + port.number() + target);
        var builder = http.newWebSocketBuilder();
        new Signer("ecs", TestPort.ARNS.region())
                .signHandshake(key, uri, Instant.now())
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

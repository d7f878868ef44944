package dev.berth.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.http.TestPort;
import dev.berth.protocol.sigv4.Signer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A socket of Amazon's agent, with the handshake that it was recorded to send. Frames are text in
 * both directions: none of the server's own classes reads or writes them.
 */
final class RecordedSocket implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    /**
     * Fails with the handshake's answer where it is refused.
     *
     * @param url what DiscoverPollEndpoint answered, with {@code /ws} and the query behind it
     */
    RecordedSocket(String url) {
        var uri = URI.create(url.replaceFirst("^http:", "ws:"));
        var builder =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .header("User-Agent", "Go-http-client/1.1");
        var signature =
                new Signer("ecs", TestPort.ARNS.region())
                        .signHandshake(TestPort.KEY, uri, Instant.now());
        assertThat(signature.get("Authorization")).contains("SignedHeaders=host;x-amz-date,");
        signature.forEach(builder::header);
        socket = builder.buildAsync(uri, new Reader()).join();
    }

    private final class Reader implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    received.add(JSON.readTree(text.toString()));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closed.complete(code);
            return null;
        }
    }

    /** The message of the next frame, which must be of this type. */
    JsonNode next(String type) throws InterruptedException {
        var frame = received.poll(10, TimeUnit.SECONDS);
        assertThat(frame).as("the next frame").isNotNull();
        assertThat(frame.path("type").asText()).isEqualTo(type);
        return frame.path("message");
    }

    /** Whether nothing has arrived that was not taken, not even a close. */
    boolean isOpenAndSilent() {
        return received.isEmpty() && !closed.isDone();
    }

    /** Waits until the server closes it. */
    int awaitClosed() throws Exception {
        return closed.get(10, TimeUnit.SECONDS);
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    /** Acknowledges a message in the agent's words. */
    void acknowledge(JsonNode message) {
        send(
                """
                {"type":"AckRequest","message":{"cluster":"%s","containerInstance":"%s","messageId":"%s"}}"""
                        .formatted(
                                message.path("clusterArn").asText(),
                                message.path("containerInstanceArn").asText(),
                                message.path("messageId").asText()));
    }

    /** Says that its lifetime is over, and returns with what the server closes. */
    int expire() throws Exception {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "ConnectionExpired: Reconnect to continue")
                .join();
        return closed.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }
}

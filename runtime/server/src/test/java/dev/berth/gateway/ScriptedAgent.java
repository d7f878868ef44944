package dev.berth.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.TestPort;
import dev.berth.protocol.agent.AckRequest;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.PayloadMessage;
import dev.berth.protocol.sigv4.Signer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An agent's work socket in the hands of a test: what arrives is taken one by one, and nothing is
 * answered by itself.
 */
public final class ScriptedAgent implements AutoCloseable {

    private final BlockingQueue<AgentMessage> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final WebSocket socket;

    /** Fails with the handshake's answer where it is refused. */
    public ScriptedAgent(TestPort port, String channel, String instanceArn) {
        var query =
                "?agentVersion=1.105.1&protocolVersion=2&sendCredentials=true&seqNum=1&containerInstanceArn="
                        + URLEncoder.encode(instanceArn, StandardCharsets.UTF_8);
        var uri = URI.create("ws://127.0.0.1:" + port.number() + "/" + channel + "/ws" + query);
        var builder = HttpClient.newHttpClient().newWebSocketBuilder();
        new Signer("ecs", TestPort.ARNS.region())
                .signHandshake(TestPort.KEY, uri, Instant.now())
                .forEach(builder::header);
        socket = builder.buildAsync(uri, new Reader()).join();
    }

    private final class Reader implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closed.complete(null);
            return null;
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    received.add(AgentMessages.read(text.toString()));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }

    /** Waits until the server ends the socket. */
    void awaitClosed() throws Exception {
        closed.get(10, TimeUnit.SECONDS);
    }

    public <T extends AgentMessage> T next(Class<T> type) throws InterruptedException {
        var message = received.poll(10, TimeUnit.SECONDS);
        assertThat(message).isInstanceOf(type);
        return type.cast(message);
    }

    boolean hasReceivedNothing() {
        return received.isEmpty();
    }

    public void send(AgentMessage message) {
        sendText(AgentMessages.write(message));
    }

    public void sendText(String text) {
        socket.sendText(text, true).join();
    }

    public void acknowledge(PayloadMessage payload) {
        send(
                new AckRequest(
                        payload.clusterArn(), payload.containerInstanceArn(), payload.messageId()));
    }

    @Override
    public void close() {
        socket.abort();
    }
}

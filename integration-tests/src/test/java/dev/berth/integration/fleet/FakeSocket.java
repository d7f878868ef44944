package dev.berth.integration.fleet;

import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.AgentMessageException;
import dev.berth.protocol.agent.AgentMessages;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the two sockets of an instance, from its handshake to its end. */
final class FakeSocket implements WebSocket.Listener {
    private static final Logger log = LoggerFactory.getLogger(FakeSocket.class);
    private static final Duration CONNECT = Duration.ofSeconds(30);

    /** A server that says nothing for so long is gone; real agents wait one to two minutes. */
    private static final Duration SILENCE = Duration.ofSeconds(90);

    /** What is said on a socket; called by one thread after the other. */
    interface Conversation {
        void opened(FakeSocket socket);

        void received(FakeSocket socket, AgentMessage message);

        void closed();
    }

    private final Conversation conversation;
    private final CountDownLatch gone = new CountDownLatch(1);
    private final StringBuilder text = new StringBuilder();
    private volatile WebSocket socket;
    private volatile long heard = System.nanoTime();
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    private FakeSocket(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Opens it, and returns when it is gone. */
    static void serve(Fleet fleet, URI address, Conversation conversation)
            throws IOException, InterruptedException {
        var listener = new FakeSocket(conversation);
        var builder = fleet.sockets().newWebSocketBuilder().connectTimeout(CONNECT);
        fleet.signer()
                .signHandshake(fleet.credentials(), address, Instant.now())
                .forEach(builder::header);
        WebSocket open;
        try {
            open = builder.buildAsync(address, listener).join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
        try {
            listener.awaitGone();
        } finally {
            open.abort();
            conversation.closed();
        }
    }

    private void awaitGone() throws InterruptedException {
        while (true) {
            var left = SILENCE.toNanos() - (System.nanoTime() - heard);
            if (left <= 0 || gone.await(left, TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }

    /** Sends after whatever was sent before; only for the conversation. */
    void send(AgentMessage message) {
        var frame = AgentMessages.write(message);
        sent =
                sent.thenCompose(_ -> socket.sendText(frame, true))
                        .whenComplete(
                                (_, failure) -> {
                                    if (failure != null) {
                                        gone.countDown();
                                    }
                                });
    }

    @Override
    public void onOpen(WebSocket open) {
        socket = open;
        conversation.opened(this);
        open.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket open, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            var message = text.toString();
            text.setLength(0);
            heard = System.nanoTime();
            try {
                conversation.received(this, AgentMessages.read(message));
            } catch (AgentMessageException e) {
                log.warn("A message of the server is not readable: {}", e.getMessage());
            }
        }
        open.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket open, int code, String reason) {
        gone.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket open, Throwable error) {
        gone.countDown();
    }
}

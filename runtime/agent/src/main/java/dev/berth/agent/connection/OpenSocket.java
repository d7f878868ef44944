package dev.berth.agent.connection;

import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket from its handshake to its end. Complete text messages are passed on one after the other.
 */
final class OpenSocket implements WebSocket.Listener {
    private static final Logger log = LoggerFactory.getLogger(OpenSocket.class);
    private static final int MAX_MESSAGE = 4 * 1024 * 1024;
    private static final Duration SEND = Duration.ofSeconds(30);

    private final URI uri;
    private final AgentSocket.Conversation conversation;
    private final CountDownLatch gone = new CountDownLatch(1);
    private final ReentrantLock sending = new ReentrantLock();
    private final StringBuilder text = new StringBuilder();
    private volatile WebSocket socket;
    private volatile long lastHeard = System.nanoTime();
    private volatile boolean heard;

    OpenSocket(URI uri, AgentSocket.Conversation conversation) {
        this.uri = uri;
        this.conversation = conversation;
    }

    /** The address of the socket, with the query of its handshake. */
    URI uri() {
        return uri;
    }

    /** Starts reading; nothing is received before. */
    void opened(WebSocket open) {
        socket = open;
        lastHeard = System.nanoTime();
        conversation.opened(this);
        open.request(1);
    }

    /** Sends a text message; safe for several threads. If sending fails, the socket is closed. */
    void send(String message) throws IOException, InterruptedException {
        sending.lock();
        try {
            socket.sendText(message, true).get(SEND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            hangUp();
            throw new IOException("not sent: " + e, e);
        } finally {
            sending.unlock();
        }
    }

    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastHeard);
    }

    boolean hasHeard() {
        return heard;
    }

    boolean isGone() {
        return gone.getCount() == 0;
    }

    void awaitGone(Duration longest) throws InterruptedException {
        gone.await(longest.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    void hangUp() {
        var open = socket;
        if (open != null) {
            open.abort();
        }
        gone.countDown();
    }

    /** Reading starts in {@link #opened}. */
    @Override
    public void onOpen(WebSocket open) {}

    @Override
    public CompletionStage<?> onText(WebSocket open, CharSequence part, boolean last) {
        if (text.length() + part.length() > MAX_MESSAGE) {
            log.error("A message of the server is longer than {} characters", MAX_MESSAGE);
            hangUp();
            return null;
        }
        text.append(part);
        if (last) {
            var message = text.toString();
            text.setLength(0);
            hand(message);
        }
        open.request(1);
        return null;
    }

    private void hand(String message) {
        try {
            if (conversation.received(this, message)) {
                lastHeard = System.nanoTime();
                heard = true;
            }
        } catch (InterruptedException e) {
            hangUp();
        } catch (RuntimeException e) {
            log.error("A message of the server could not be handled", e);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket open, int code, String reason) {
        log.info("The server closed the socket with code {} {}", code, reason);
        gone.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket open, Throwable error) {
        log.info("The socket broke: {}", error.toString());
        gone.countDown();
    }
}

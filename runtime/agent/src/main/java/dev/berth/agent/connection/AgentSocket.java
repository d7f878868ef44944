package dev.berth.agent.connection;

import dev.berth.agent.retry.Backoff;
import dev.berth.protocol.client.Trust;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the two sockets to the server, kept open while the agent runs. It is opened by a signed
 * handshake, closed if the server has sent nothing for one to two minutes, and opened again within
 * seconds.
 */
final class AgentSocket implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AgentSocket.class);
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration DEREGISTERED = Duration.ofMinutes(1);

    /** Returns the address of the server; called for each attempt. */
    interface Address {
        URI find() throws IOException, InterruptedException;

        /** An attempt has failed. */
        void connectFailed();
    }

    /** Handles the messages of the socket. */
    interface Conversation {
        /** The socket is open. Called before anything is received. */
        void opened(OpenSocket socket);

        /**
         * A text message was received. The next one is not read before this returns.
         *
         * @return whether the message is known to this agent, which shows that the server is alive
         */
        boolean received(OpenSocket socket, String text) throws InterruptedException;

        /** The socket was closed. */
        void closed();
    }

    /** The limit of the time without messages of the server. */
    record SilenceLimit(Duration min, Duration max) {
        static final SilenceLimit DEFAULT =
                new SilenceLimit(Duration.ofSeconds(60), Duration.ofSeconds(120));

        Duration random() {
            var spread = max.minus(min).toMillis();
            return min.plusMillis(spread == 0 ? 0 : ThreadLocalRandom.current().nextLong(spread));
        }
    }

    private final String name;
    private final Address address;
    private final Signer signer;
    private final Supplier<Credentials> credentials;
    private final Conversation conversation;
    private final SilenceLimit silenceLimit;
    private final HttpClient http;
    private final Thread thread;

    // Of the socket's own thread.
    private boolean failing;

    AgentSocket(
            String name,
            Address address,
            Signer signer,
            Supplier<Credentials> credentials,
            Trust trust,
            Conversation conversation,
            SilenceLimit silenceLimit) {
        this.name = name;
        this.address = address;
        this.signer = signer;
        this.credentials = credentials;
        this.conversation = conversation;
        this.silenceLimit = silenceLimit;
        this.http =
                trust.client()
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .connectTimeout(CONNECT)
                        .build();
        this.thread = Thread.ofVirtual().name(name + " socket").start(this::run);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        var backoff = Backoff.seconds();
        try {
            while (true) {
                try {
                    if (converse()) {
                        backoff.reset();
                    }
                    failing = false;
                } catch (IOException e) {
                    onFailure(e);
                } catch (RuntimeException e) {
                    log.error("The {} socket failed unexpectedly", name, e);
                }
                backoff.pause();
            }
        } catch (InterruptedException e) {
            // Closed.
        } finally {
            http.shutdownNow();
        }
    }

    private void onFailure(IOException failure) throws InterruptedException {
        address.connectFailed();
        if (!failing) {
            log.warn("The {} socket cannot be opened; retrying. {}", name, failure.toString());
        }
        failing = true;
        if (failure instanceof HandshakeRefused refused && refused.isDeregistered()) {
            log.error(
                    "This container instance is deregistered. Its containers continue to run. To register"
                            + " a new instance, stop this agent and move its state folder to another place");
            Thread.sleep(DEREGISTERED);
        }
    }

    /** The server refused the handshake. */
    private static final class HandshakeRefused extends IOException {
        private final String body;

        HandshakeRefused(int status, String body) {
            super("HTTP " + status + " " + body);
            this.body = body;
        }

        boolean isDeregistered() {
            return body.contains("InactiveInstanceException");
        }
    }

    /**
     * Opens the socket and returns when it is closed. The result is whether a message was received.
     */
    private boolean converse() throws IOException, InterruptedException {
        var uri = address.find();
        var socket = new OpenSocket(uri, conversation);
        connect(uri, socket);
        log.info("The {} socket is open", name);
        try {
            var allowed = silenceLimit.random();
            while (!socket.isGone()) {
                var silence = socket.silence();
                if (silence.compareTo(allowed) >= 0) {
                    log.warn(
                            "No message from the server on the {} socket for {} s; closing it",
                            name,
                            silence.toSeconds());
                    break;
                }
                socket.awaitGone(allowed.minus(silence));
            }
            return socket.hasHeard();
        } finally {
            socket.hangUp();
            conversation.closed();
            log.info("The {} socket is closed", name);
        }
    }

    private void connect(URI uri, OpenSocket socket) throws IOException, InterruptedException {
        var builder = http.newWebSocketBuilder().connectTimeout(CONNECT);
        signer.signHandshake(credentials.get(), uri, Instant.now()).forEach(builder::header);
        var opening = builder.buildAsync(uri, socket);
        try {
            socket.opened(opening.get(CONNECT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw refusal(uri, e.getCause());
        } catch (TimeoutException e) {
            abandon(opening);
            throw new IOException(
                    "no answer to the handshake within " + CONNECT.toSeconds() + " s");
        } catch (InterruptedException e) {
            abandon(opening);
            throw e;
        }
    }

    private static void abandon(CompletableFuture<WebSocket> opening) {
        opening.thenAccept(WebSocket::abort);
        opening.cancel(true);
    }

    private static IOException refusal(URI uri, Throwable cause) {
        if (cause instanceof WebSocketHandshakeException handshake) {
            var response = handshake.getResponse();
            return new HandshakeRefused(response.statusCode(), String.valueOf(response.body()));
        }
        return Trust.explained(uri, new IOException(cause.toString(), cause));
    }
}

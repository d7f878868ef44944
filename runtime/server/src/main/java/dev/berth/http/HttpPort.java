package dev.berth.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.berth.http.tls.TlsFiles;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;

/**
 * The bound port, with the limits of every connection. It has its own actor system, so that it
 * answers before the journal is read and can be closed before everything else.
 */
public final class HttpPort implements AutoCloseable {
    private static final int REQUESTS_AT_ONCE = 1_024;

    /** The handshakes of agents, with two ARNs in their query, need a quarter of it. */
    static final int URI_LENGTH = 4 << 10;

    static final int HEADERS = 64;

    /** As long as the longest session tokens of AWS, which clients send along. */
    static final int HEADER_LENGTH = 8 << 10;

    private final Duration timeout;
    private final ActorSystem system;
    private final Workers workers = new Workers(REQUESTS_AT_ONCE);
    private final HttpFront front;
    private final ServerBinding binding;
    private boolean closed;

    /**
     * Binds the port. Requests are answered with 503 until {@link #serve} is called.
     *
     * @param port 0 for a free port that the system chooses
     * @param tls certificate and key for HTTPS; null for plain HTTP
     * @param timeout how long {@link #close} waits for running requests and for sockets
     * @throws BindException if the address is in use or does not belong to this machine
     */
    public HttpPort(String host, int port, PortLimits limits, TlsFiles tls, Duration timeout)
            throws BindException {
        this.timeout = timeout;
        this.system = ActorSystem.create("port", settings(limits));
        this.front =
                new HttpFront(
                        limits.maxBody(), new BodyMemory(limits.bodyMemory()), workers, system);
        try {
            binding =
                    server(host, port, limits, tls)
                            .bindFlow(HeaderTimeout.over(front::handle, limits.head()))
                            .toCompletableFuture()
                            .orTimeout(30, TimeUnit.SECONDS)
                            .join();
        } catch (CompletionException reason) {
            end();
            throw (BindException) new BindException(rootOf(reason)).initCause(reason);
        }
    }

    private ServerBuilder server(String host, int port, PortLimits limits, TlsFiles tls) {
        var server = Http.get(system).newServerAt(host, port);
        return tls == null
                ? server
                : server.enableHttps(
                        ConnectionContext.httpsServer(() -> tls.engine(limits.head())));
    }

    private static String rootOf(Throwable reason) {
        var root = reason;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    /** Makes it ready. Called when the views show the whole journal. */
    public void serve(CallHandler calls, SocketGuard sockets, PageGuard own, Readiness readiness) {
        front.open(calls, sockets, own, readiness);
    }

    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /**
     * Stops accepting, waits for running requests up to the timeout, then closes all connections.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        binding.unbind().toCompletableFuture().join();
        binding.terminate(timeout).toCompletableFuture().join();
        end();
    }

    private void end() {
        workers.close();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    private static Config settings(PortLimits limits) {
        return ConfigFactory.parseMap(
                Map.ofEntries(
                        Map.entry(
                                "pekko.loggers",
                                List.of("org.apache.pekko.event.slf4j.Slf4jLogger")),
                        Map.entry(
                                "pekko.logging-filter",
                                "org.apache.pekko.event.slf4j.Slf4jLoggingFilter"),
                        // The server stops its components in its own order, the port first.
                        Map.entry("pekko.jvm-shutdown-hooks", false),
                        Map.entry("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", false),
                        Map.entry("pekko.http.server.server-header", "Berth"),
                        Map.entry("pekko.http.server.max-connections", limits.maxConnections()),
                        Map.entry("pekko.http.server.backlog", 1024),
                        Map.entry("pekko.http.server.request-timeout", "60s"),
                        Map.entry("pekko.http.server.idle-timeout", "120s"),
                        Map.entry("pekko.http.server.parsing.max-uri-length", URI_LENGTH),
                        // Pekko also counts the empty line at the end of a header.
                        Map.entry("pekko.http.server.parsing.max-header-count", HEADERS + 1),
                        // The log names the error in a request and never quotes the request.
                        Map.entry("pekko.http.server.parsing.error-logging-verbosity", "simple"),
                        Map.entry(
                                "pekko.http.server.parsing.max-header-value-length", HEADER_LENGTH),
                        // The verifier needs headers and target as the client signed them.
                        Map.entry("pekko.http.server.parsing.modeled-header-parsing", false),
                        Map.entry("pekko.http.server.raw-request-uri-header", true),
                        Map.entry("pekko.http.server.remote-address-attribute", true),
                        Map.entry("pekko.http.server.parsing.max-content-length", "infinite")),
                "the settings of Berth's port");
    }
}

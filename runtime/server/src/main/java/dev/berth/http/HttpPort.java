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
 * The port, bound, with the limits that hold for every connection. It has an actor system of its
 * own, so that it answers before the journal is read, and can be closed before anything else.
 */
public final class HttpPort implements AutoCloseable {
    private static final int REQUESTS_AT_ONCE = 1_024;

    /** The handshakes of agents, with two ARNs in their query, take a quarter of it. */
    static final int URI_LENGTH = 4 << 10;

    static final int HEADERS = 64;

    /** As long as the longest session tokens of AWS, which clients send along. */
    static final int HEADER_LENGTH = 8 << 10;

    private final Duration patience;
    private final ActorSystem system;
    private final Workers workers = new Workers(REQUESTS_AT_ONCE);
    private final HttpFront front;
    private final ServerBinding binding;
    private boolean closed;

    /**
     * Binds; what comes in is put off until {@link #serve}.
     *
     * @param port 0 for one of the system's choosing
     * @param tls what HTTPS is spoken with; null for plain HTTP
     * @param patience how long {@link #close} waits for requests that run and for sockets
     * @throws BindException where the address is taken or not this machine's
     */
    public HttpPort(String host, int port, PortLimits limits, TlsFiles tls, Duration patience)
            throws BindException {
        this.patience = patience;
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

    /** From now on it is ready: the views show the whole journal. */
    public void serve(CallHandler calls, SocketGuard sockets, PageGuard own, Readiness readiness) {
        front.open(calls, sockets, own, readiness);
    }

    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** Stops accepting, lets requests end that run, then cuts off what is left. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        binding.unbind().toCompletableFuture().join();
        binding.terminate(patience).toCompletableFuture().join();
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
                        // The server stops its parts itself, the port first.
                        Map.entry("pekko.jvm-shutdown-hooks", false),
                        Map.entry("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", false),
                        Map.entry("pekko.http.server.server-header", "Berth"),
                        Map.entry("pekko.http.server.max-connections", limits.maxConnections()),
                        Map.entry("pekko.http.server.backlog", 1024),
                        Map.entry("pekko.http.server.request-timeout", "60s"),
                        Map.entry("pekko.http.server.idle-timeout", "120s"),
                        Map.entry("pekko.http.server.parsing.max-uri-length", URI_LENGTH),
                        // Pekko counts the empty line at the end of a head too.
                        Map.entry("pekko.http.server.parsing.max-header-count", HEADERS + 1),
                        // The log says what was wrong with a request, and quotes nothing of it.
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

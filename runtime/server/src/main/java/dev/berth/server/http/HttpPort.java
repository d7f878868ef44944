package dev.berth.server.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;

/** Binds the port, with the limits that hold for every connection. */
public final class HttpPort {
    /** ECS allows 5,000 instances in a cluster; each agent holds two sockets. */
    private static final int MAX_CONNECTIONS = 2 * 5_000 + 2_000;

    private HttpPort() {}

    /** The settings of Pekko HTTP that the actor system must be made with. */
    public static Config settings() {
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
                        Map.entry("pekko.http.server.max-connections", MAX_CONNECTIONS),
                        Map.entry("pekko.http.server.backlog", 1024),
                        Map.entry("pekko.http.server.request-timeout", "60s"),
                        Map.entry("pekko.http.server.idle-timeout", "120s"),
                        // The verifier needs headers and target as the client signed them.
                        Map.entry("pekko.http.server.parsing.modeled-header-parsing", false),
                        Map.entry("pekko.http.server.raw-request-uri-header", true),
                        Map.entry("pekko.http.server.remote-address-attribute", true),
                        Map.entry("pekko.http.server.parsing.max-content-length", "infinite")),
                "the settings of Berth's port");
    }

    /**
     * Binds.
     *
     * @throws BindException where the address is taken or not this machine's
     */
    public static ServerBinding bind(
            String host, int port, HttpFront front, ClassicActorSystemProvider system)
            throws BindException {
        try {
            return Http.get(system)
                    .newServerAt(host, port)
                    .bind(front::handle)
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException reason) {
            throw (BindException)
                    new BindException(reason.getCause().getMessage()).initCause(reason);
        }
    }

    /**
     * Stops accepting, then lets running requests end.
     *
     * @param patience how long; what runs longer is cut off
     */
    public static void unbind(ServerBinding binding, Duration patience) {
        binding.unbind().toCompletableFuture().join();
        binding.terminate(patience).toCompletableFuture().join();
    }
}

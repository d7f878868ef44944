package dev.berth.agent.connection;

import dev.berth.protocol.client.AwsException;
import dev.berth.protocol.client.AwsJsonClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointRequest;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointResponse;

/**
 * The addresses of the server's two sockets. They are requested once, and again after a failed
 * attempt to connect. Safe for several threads.
 */
public final class PollEndpoints {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private record Found(URI work, URI telemetry) {}

    private final AwsJsonClient server;
    private final String cluster;
    private final String instance;
    private volatile Found found;

    public PollEndpoints(AwsJsonClient server, String cluster, String instance) {
        this.server = server;
        this.cluster = cluster;
        this.instance = instance;
    }

    URI work() throws IOException, InterruptedException {
        return find().work();
    }

    URI telemetry() throws IOException, InterruptedException {
        return find().telemetry();
    }

    /** Connecting failed: requests the addresses again. */
    void forget() {
        found = null;
    }

    private Found find() throws IOException, InterruptedException {
        var known = found;
        if (known != null) {
            return known;
        }
        try {
            var answer =
                    server.call(
                                    "DiscoverPollEndpoint",
                                    DiscoverPollEndpointRequest.builder()
                                            .cluster(cluster)
                                            .containerInstance(instance)
                                            .build(),
                                    DiscoverPollEndpointResponse.builder(),
                                    TIMEOUT)
                            .build();
            known = new Found(socket(answer.endpoint()), socket(answer.telemetryEndpoint()));
            found = known;
            return known;
        } catch (AwsException e) {
            throw new IOException(e.code() + ": " + e.getMessage(), e);
        }
    }

    /** The server returns the base of its sockets with an HTTP scheme. */
    private static URI socket(String endpoint) throws IOException {
        if (endpoint == null || !endpoint.startsWith("http")) {
            throw new IOException("the server named no endpoint for its sockets");
        }
        return URI.create(
                "ws" + endpoint.substring("http".length()).replaceFirst("/$", "") + "/ws");
    }
}

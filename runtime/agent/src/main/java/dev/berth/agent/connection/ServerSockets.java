package dev.berth.agent.connection;

import dev.berth.protocol.client.AwsJsonClient;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The two sockets of a registered agent. They are kept open until this object is closed. */
public final class ServerSockets implements AutoCloseable {
    private static final String PROTOCOL_VERSION = "2";

    /** Amazon's agent sends its commit here. */
    private static final String AGENT_HASH = "berth";

    /** Finds an endpoint. */
    private interface Endpoint {
        URI find() throws IOException, InterruptedException;
    }

    private final AgentSocket work;
    private final AgentSocket telemetry;

    /** The access to the server. */
    public record Access(AwsJsonClient server, String region, Supplier<Credentials> credentials) {}

    /** The identity of the agent. */
    public record Identity(
            String cluster, String instance, String agentVersion, String dockerVersion) {}

    /**
     * Opens the sockets.
     *
     * @param connected called when the work socket is opened or closed
     */
    public ServerSockets(
            Access access,
            Identity identity,
            WorkConversation.Handlers handlers,
            TelemetrySource telemetrySource,
            Consumer<Boolean> connected) {
        var server = access.server();
        var credentials = access.credentials();
        var cluster = identity.cluster();
        var instance = identity.instance();
        var dockerVersion = identity.dockerVersion();
        var endpoints = new PollEndpoints(server, cluster, instance);
        var signer = new Signer("ecs", access.region());
        var common = new LinkedHashMap<String, String>();
        common.put("agentHash", AGENT_HASH);
        common.put("agentVersion", identity.agentVersion());
        common.put("containerInstanceArn", instance);

        // Credentials are requested until the first connection of a process has succeeded.
        var wantsCredentials = new AtomicBoolean(true);
        work =
                new AgentSocket(
                        "work",
                        address(
                                endpoints,
                                endpoints::work,
                                () -> {
                                    var query = new LinkedHashMap<>(common);
                                    query.put("clusterArn", cluster);
                                    query.put("dockerVersion", "DockerVersion: " + dockerVersion);
                                    query.put("protocolVersion", PROTOCOL_VERSION);
                                    query.put("sendCredentials", "" + wantsCredentials.get());
                                    query.put("seqNum", "1");
                                    return query;
                                }),
                        signer,
                        credentials,
                        server.trust(),
                        new WorkConversation(
                                handlers,
                                telemetrySource::heartbeat,
                                open -> {
                                    if (open) {
                                        wantsCredentials.set(false);
                                    }
                                    connected.accept(open);
                                }),
                        AgentSocket.SilenceLimit.DEFAULT);
        telemetry =
                new AgentSocket(
                        "telemetry",
                        address(
                                endpoints,
                                endpoints::telemetry,
                                () -> {
                                    var query = new LinkedHashMap<>(common);
                                    query.remove("containerInstanceArn");
                                    query.put("cluster", cluster);
                                    query.put("containerInstance", instance);
                                    query.put("dockerVersion", dockerVersion);
                                    return query;
                                }),
                        signer,
                        credentials,
                        server.trust(),
                        new TelemetryConversation(
                                cluster, instance, signer, credentials, telemetrySource),
                        AgentSocket.SilenceLimit.DEFAULT);
    }

    @Override
    public void close() {
        work.close();
        telemetry.close();
    }

    private static AgentSocket.Address address(
            PollEndpoints endpoints, Endpoint endpoint, Supplier<Map<String, String>> query) {
        return new AgentSocket.Address() {
            @Override
            public URI find() throws IOException, InterruptedException {
                return URI.create(endpoint.find() + "?" + encoded(query.get()));
            }

            @Override
            public void connectFailed() {
                endpoints.forget();
            }
        };
    }

    private static String encoded(Map<String, String> query) {
        return query.entrySet().stream()
                .map(p -> p.getKey() + "=" + encoded(p.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Percent-encoding as SigV4 requires, without a plus for a space. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}

package dev.berth.http;

import dev.berth.ecs.Arns;
import dev.berth.gateway.Gateway;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Verifier;
import dev.berth.server.EcsOperations;
import dev.berth.sts.StsService;
import dev.berth.wire.AwsApi;
import dev.berth.wire.Operation;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A bound port on loopback with some operations behind it, and clients that speak to it. */
public final class TestPort implements AutoCloseable {
    public static final Credentials KEY = Credentials.of("AKIATESTTESTTESTTEST", "the/secret+key");

    /** The server's {@code admin.token}. */
    public static final String ADMIN_TOKEN = "let-me-in";

    public static final Arns ARNS = new Arns("eu-test-1", "123456789012");
    static final long MAX_BODY = 64 << 10;

    private final AwsApi api;
    private final SocketGuard door;
    private final PageGuard own;
    private final HttpPort port;

    /** One that is ready and has no sockets. */
    public TestPort(List<Operation<?, ?>> operations) throws Exception {
        this(operations, TestPort::noSockets);
    }

    /** One that is ready. */
    public TestPort(List<Operation<?, ?>> operations, AgentSockets sockets) throws Exception {
        this(operations, sockets, true, List.of());
    }

    /** One that is ready, with more pages than its sockets have. */
    public TestPort(List<Operation<?, ?>> operations, Gateway gateway, PageRoutes pages)
            throws Exception {
        this(operations, gateway, true, List.of(PageSection.guarded(pages)));
    }

    /** One that is not ready before {@link #open}. */
    static TestPort starting(AgentSockets sockets) throws Exception {
        return new TestPort(List.of(), sockets, false, List.of());
    }

    static HttpResponse noSockets(AgentSockets.Handshake handshake, WebSocketUpgrade upgrade) {
        return SocketRefusal.of(500, "ServerException", "There are none.");
    }

    private TestPort(
            List<Operation<?, ?>> operations,
            AgentSockets sockets,
            boolean ready,
            List<PageSection> more)
            throws Exception {
        var verifier =
                new Verifier(
                        ARNS.region(),
                        Set.of("ecs", "sts"),
                        Duration.ofMinutes(5),
                        id -> Optional.of(KEY).filter(key -> key.accessKeyId().equals(id)));
        var clock = InstantSource.system();
        api =
                new AwsApi(
                        verifier,
                        clock,
                        List.of(EcsOperations.service(operations), StsService.over(ARNS)),
                        _ -> {});
        door = new SocketGuard(verifier, clock, sockets);
        own =
                new PageGuard(
                        verifier,
                        clock,
                        ADMIN_TOKEN,
                        Stream.concat(
                                        sockets instanceof Gateway gateway
                                                ? Stream.of(PageSection.guarded(gateway.pages()))
                                                : Stream.empty(),
                                        more.stream())
                                .toList());
        var limits = new PortLimits(MAX_BODY, 100, PortLimits.HEAD);
        port = new HttpPort("127.0.0.1", 0, limits, null, Duration.ofMillis(500));
        if (ready) {
            open();
        }
    }

    void open() {
        open(() -> CompletableFuture.completedStage(Optional.empty()));
    }

    void open(Readiness readiness) {
        port.serve(api, door, own, readiness);
    }

    public int number() {
        return port.address().getPort();
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + number() + path);
    }

    /** A client that signs with the right key and does not repeat calls. */
    public EcsClient ecs() {
        return ecs(KEY);
    }

    EcsClient ecs(Credentials key) {
        return EcsClient.builder()
                .endpointOverride(at("/"))
                .region(Region.of(ARNS.region()))
                .credentialsProvider(provider(key))
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(config -> config.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    StsClient sts(Credentials key) {
        return StsClient.builder()
                .endpointOverride(at("/"))
                .region(Region.of(ARNS.region()))
                .credentialsProvider(provider(key))
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(config -> config.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    private static StaticCredentialsProvider provider(Credentials key) {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
    }

    @Override
    public void close() {
        port.close();
    }
}

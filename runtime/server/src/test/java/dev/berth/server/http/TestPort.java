package dev.berth.server.http;

import dev.berth.api.Api;
import dev.berth.api.Arns;
import dev.berth.api.EcsService;
import dev.berth.api.Operation;
import dev.berth.api.StsService;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Verifier;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.ServerBinding;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A bound port on loopback with some operations behind it, and clients that speak to it. */
public final class TestPort implements AutoCloseable {
    public static final Credentials KEY = Credentials.of("AKIATESTTESTTESTTEST", "the/secret+key");
    public static final Arns ARNS = new Arns("eu-test-1", "123456789012");
    static final long MAX_BODY = 64 << 10;

    public final AtomicBoolean ready = new AtomicBoolean(true);
    private final ActorSystem system = ActorSystem.create("port", HttpPort.settings());
    private final Workers workers = new Workers(16);
    private final ServerBinding binding;

    public TestPort(List<Operation<?, ?>> operations) throws Exception {
        this(operations, (handshake, _) -> SocketRefusal.of(500, "ServerException", "none"));
    }

    public TestPort(List<Operation<?, ?>> operations, AgentSockets sockets) throws Exception {
        var verifier =
                new Verifier(
                        ARNS.region(),
                        Set.of("ecs", "sts"),
                        Duration.ofMinutes(5),
                        id -> Optional.of(KEY).filter(key -> key.accessKeyId().equals(id)));
        var clock = InstantSource.system();
        var api =
                new Api(
                        verifier,
                        clock,
                        ready::get,
                        new EcsService(operations),
                        new StsService(ARNS));
        var door = new SocketDoor(verifier, clock, ready::get, sockets);
        var front = new HttpFront(api, door, ready::get, MAX_BODY, workers, system);
        binding = HttpPort.bind("127.0.0.1", 0, front, system);
    }

    public int number() {
        return binding.localAddress().getPort();
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
        HttpPort.unbind(binding, Duration.ofSeconds(1));
        workers.close();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}

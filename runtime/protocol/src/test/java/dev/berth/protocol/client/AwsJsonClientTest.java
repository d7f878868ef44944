package dev.berth.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.SignableRequest;
import dev.berth.protocol.sigv4.SignableRequest.Header;
import dev.berth.protocol.sigv4.Verification;
import dev.berth.protocol.sigv4.Verifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;

class AwsJsonClientTest {
    private static final Credentials KEYS = Credentials.of("BERTHKEY", "secret");
    private static final Duration LONG = Duration.ofSeconds(30);

    private record Arrived(int port, String target, String body, Verification verification) {}

    private final ConcurrentLinkedQueue<Arrived> arrived = new ConcurrentLinkedQueue<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;
    private AwsJsonClient client;
    private volatile int status = 200;
    private volatile String answer = "{\"clusterArns\":[\"a\"]}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
        var endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        client = new AwsJsonClient(endpoint, "us-east-1", () -> KEYS, "test");
    }

    @AfterEach
    void stop() {
        released.countDown();
        client.close();
        server.stop(0);
    }

    @Test
    void aCallIsSignedAndItsAnswerDecoded() throws Exception {
        var response = call(ListClustersRequest.builder().maxResults(5).build());

        assertThat(response.clusterArns()).containsExactly("a");
        var request = arrived.element();
        assertThat(request.target()).isEqualTo("AmazonEC2ContainerServiceV20141113.ListClusters");
        assertThat(request.body()).isEqualTo("{\"maxResults\":5}");
        assertThat(request.verification()).isEqualTo(new Verification.Verified("BERTHKEY", "ecs"));
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        call(ListClustersRequest.builder().build());
        call(ListClustersRequest.builder().build());

        assertThat(arrived.stream().map(Arrived::port).distinct()).hasSize(1);
    }

    @Test
    void anErrorOfTheServerKeepsItsCodeMessageAndRequestId() {
        status = 400;
        answer =
                "{\"__type\":\"com.amazon#ClusterNotFoundException:x\",\"message\":\"Cluster not found.\"}";

        var error = failure();

        assertThat(error.status()).isEqualTo(400);
        assertThat(error.code()).isEqualTo("ClusterNotFoundException");
        assertThat(error).hasMessage("Cluster not found.");
        assertThat(error.requestId()).isEqualTo("r-1");
        assertThat(error.isRefusal()).isTrue();
    }

    @Test
    void anAnswerThatIsNoneOfAwssSaysSo() {
        status = 502;
        answer = "<html>Bad gateway</html>";

        assertThat(failure().code()).isEqualTo("HTTP 502");
        assertThat(failure().isRefusal()).isFalse();
    }

    @Test
    void anUnreadableSuccessIsAnUnknownOutcome() {
        answer = "{\"clusterArns\":1}";

        assertThatThrownBy(() -> call(ListClustersRequest.builder().build()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("clusterArns must be a list");
    }

    @Test
    void aServerThatDoesNotAnswerCostsTheTimeoutAndNoMore() {
        status = 0;

        assertThatThrownBy(
                        () ->
                                client.call(
                                        "ListClusters",
                                        ListClustersRequest.builder().build(),
                                        ListClustersResponse.builder(),
                                        Duration.ofMillis(100)))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void aCallCanBeInterrupted() throws Exception {
        status = 0;
        var outcome = new ConcurrentLinkedQueue<Throwable>();
        var caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        call(ListClustersRequest.builder().build());
                                    } catch (Exception e) {
                                        outcome.add(e);
                                    }
                                });
        hanging.await();
        caller.interrupt();

        assertThat(caller.join(LONG)).isTrue();
        assertThat(outcome).singleElement().isInstanceOf(InterruptedException.class);
    }

    private ListClustersResponse call(ListClustersRequest request) throws Exception {
        return client.call("ListClusters", request, ListClustersResponse.builder(), LONG).build();
    }

    private AwsException failure() {
        return catchThrowableOfType(
                AwsException.class, () -> call(ListClustersRequest.builder().build()));
    }

    private void handle(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var headers = new ArrayList<Header>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.forEach(v -> headers.add(new Header(name, v))));
        var request =
                new SignableRequest(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getRawPath(),
                        "",
                        headers,
                        body);
        var verifier =
                new Verifier(
                        "us-east-1", Set.of("ecs"), Verifier.DEFAULT_SKEW, _ -> Optional.of(KEYS));
        arrived.add(
                new Arrived(
                        exchange.getRemoteAddress().getPort(),
                        exchange.getRequestHeaders().getFirst("X-Amz-Target"),
                        new String(body, StandardCharsets.UTF_8),
                        verifier.verify(request, Instant.now())));
        if (status == 0) {
            hanging.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("x-amzn-RequestId", "r-1");
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}

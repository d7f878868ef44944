package dev.berth.agent.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.PublishHealthRequest;
import dev.berth.protocol.agent.PublishInstanceStatusRequest;
import dev.berth.protocol.agent.PublishInstanceStatusRequest.InstanceStatus;
import dev.berth.protocol.agent.PublishMetricsRequest;
import dev.berth.protocol.agent.telemetry.TaskHealth;
import dev.berth.protocol.agent.telemetry.TaskMetric;
import dev.berth.protocol.client.Trust;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Signer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelemetryConversationTest {
    private final StubSockets server;
    private final Said said = new Said();
    private AgentSocket socket;

    TelemetryConversationTest() throws Exception {
        server = new StubSockets();
    }

    @AfterEach
    void tearDown() throws Exception {
        socket.close();
        server.close();
    }

    /** What a test has the agent say. */
    private static final class Said implements TelemetrySource {
        private final Semaphore news = new Semaphore(0);
        private volatile List<TaskMetric> metrics = List.of();
        private volatile List<TaskHealth> health = List.of();
        private volatile InstanceStatus status;

        @Override
        public boolean hasMetrics() {
            return true;
        }

        @Override
        public List<TaskMetric> takeMetrics() {
            return metrics;
        }

        @Override
        public List<TaskHealth> health() {
            return health;
        }

        @Override
        public List<InstanceStatus> takeStatuses() {
            var taken = status == null ? List.<InstanceStatus>of() : List.of(status);
            status = null;
            return taken;
        }

        @Override
        public void heartbeat() {}

        @Override
        public long changes() {
            return 0;
        }

        @Override
        public void awaitMoreThan(long changes, Duration longest) throws InterruptedException {
            news.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private StubSockets.Connection open() {
        var signer = new Signer("ecs", "us-east-1");
        socket =
                new AgentSocket(
                        "telemetry",
                        new AgentSocket.Address() {
                            @Override
                            public URI find() {
                                return URI.create(
                                        "ws://" + server.uri().getAuthority() + "/tcs/ws?a=b");
                            }

                            @Override
                            public void connectFailed() {}
                        },
                        signer,
                        TelemetryConversationTest::keys,
                        Trust.SYSTEM,
                        new TelemetryConversation(
                                "default", "arn", signer, TelemetryConversationTest::keys, said),
                        AgentSocket.SilenceLimit.DEFAULT);
        return server.connection("/tcs/ws", 1);
    }

    private static Credentials keys() {
        return Credentials.of("AKID", "secret");
    }

    @Test
    void anIdleInstanceReportsAtOnceWithSignedHeaders() throws Exception {
        var frame = open().receive();
        assertThat(frame)
                .startsWith("Authorization: AWS4-HMAC-SHA256 Credential=AKID/")
                .contains("\r\nHost: " + server.uri().getAuthority() + "\r\n")
                .contains("\r\nX-Amz-Date: ");
        var message = (PublishMetricsRequest) AgentMessages.readTelemetry(frame);
        assertThat(message.metadata().containerInstance()).isEqualTo("arn");
        assertThat(message.metadata().idle()).isTrue();
        assertThat(message.metadata().fin()).isTrue();
    }

    @Test
    void manyTasksGoTenToAPageUnderOneId() throws Exception {
        said.metrics =
                IntStream.range(0, 25)
                        .mapToObj(i -> new TaskMetric("arn-" + i, "web", "1", List.of()))
                        .toList();
        var connection = open();
        var pages = List.of(metrics(connection), metrics(connection), metrics(connection));
        assertThat(pages).extracting(p -> p.taskMetrics().size()).containsExactly(10, 10, 5);
        assertThat(pages).extracting(p -> p.metadata().fin()).containsExactly(false, false, true);
        assertThat(pages).extracting(p -> p.metadata().idle()).containsOnly(false);
        assertThat(pages)
                .extracting(p -> p.metadata().messageId())
                .containsOnly(pages.getFirst().metadata().messageId());
    }

    @Test
    void aChangeOfHealthIsSaidAtOnceAndTheSameOnlyOnce() throws Exception {
        var connection = open();
        metrics(connection);
        say(health("UNKNOWN"));
        assertThat(read(connection, PublishHealthRequest.class).tasks()).isEqualTo(said.health);
        said.news.release(); // something else has changed
        say(health("HEALTHY"));
        assertThat(read(connection, PublishHealthRequest.class).tasks())
                .isEqualTo(health("HEALTHY"));
    }

    @Test
    void theRuntimesStateIsSaidOnce() throws Exception {
        var connection = open();
        metrics(connection);
        said.status = new InstanceStatus("ContainerRuntime", "OK", 2.0, 1.0);
        said.news.release();
        assertThat(read(connection, PublishInstanceStatusRequest.class).statuses())
                .containsExactly(new InstanceStatus("ContainerRuntime", "OK", 2.0, 1.0));
        say(health("HEALTHY"));
        read(connection, PublishHealthRequest.class);
    }

    private void say(List<TaskHealth> health) {
        said.health = health;
        said.news.release();
    }

    private static List<TaskHealth> health(String status) {
        return List.of(
                new TaskHealth(
                        "arn-1",
                        "web",
                        "1",
                        List.of(new TaskHealth.ContainerHealth("main", status, 1.0))));
    }

    private static PublishMetricsRequest metrics(StubSockets.Connection connection)
            throws Exception {
        return read(connection, PublishMetricsRequest.class);
    }

    private static <T> T read(StubSockets.Connection connection, Class<T> type) throws Exception {
        var message = AgentMessages.readTelemetry(connection.receive());
        assertThat(message).isInstanceOf(type);
        return type.cast(message);
    }
}

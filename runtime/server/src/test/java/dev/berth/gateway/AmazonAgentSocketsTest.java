package dev.berth.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.berth.http.TestPort;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sockets of Amazon's unmodified agent: recorded frames, and what must become of them beside
 * the life of a task, which {@link AmazonAgentTest} tells.
 */
class AmazonAgentSocketsTest {

    @TempDir static Path folder;
    private static AgentsServer server;

    private final RecordedAgent agent = new RecordedAgent(server.port());

    @BeforeAll
    static void start() throws Exception {
        server = new AgentsServer(folder);
        server.ecs().createCluster();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void register() throws Exception {
        agent.register();
    }

    @Test
    void whatItRunsBeyondTheManifestIsStoppedWhereItsEndIsKnown() throws Exception {
        var over = "";
        try (var socket = agent.connected()) {
            over = server.startTask(agent);
            socket.acknowledge(socket.next("PayloadMessage"));
            agent.report(over, "\"status\":\"STOPPED\",\"reason\":\"\"");
        }
        try (var socket = agent.work()) {
            var manifest = socket.next("TaskManifestMessage");
            socket.acknowledge(manifest);
            var cluster = TestPort.ARNS.cluster("default");
            var stray = over.replaceAll("[0-9a-f]{32}$", "0".repeat(32));
            socket.send(
                    """
                    {"type":"TaskStopVerificationMessage","message":{"messageId":"%s",\
                    "stopCandidates":[\
                    {"desiredStatus":"STOPPED","taskArn":"%s","taskClusterArn":"%s"},\
                    {"desiredStatus":"STOPPED","taskArn":"%s","taskClusterArn":"%s"}]}}"""
                            .formatted(
                                    manifest.path("messageId").asText(),
                                    over,
                                    cluster,
                                    stray,
                                    cluster));

            var verified = socket.next("TaskStopVerificationAck");
            assertThat(verified.path("messageId")).isEqualTo(manifest.path("messageId"));
            assertThat(verified.path("stopTasks")).hasSize(1);
            var stop = verified.path("stopTasks").get(0);
            assertThat(stop.path("taskArn").asText()).isEqualTo(over);
            assertThat(stop.path("taskClusterArn").asText()).isEqualTo(cluster);
            assertThat(stop.path("desiredStatus").asText()).isEqualTo("STOPPED");
        }
    }

    @Test
    void whatTheServerDoesNotKnowLosesNothingElse() throws Exception {
        try (var socket = agent.connected()) {
            socket.send("not even JSON");
            socket.send("{\"type\":\"SomethingNewerMessage\",\"message\":{\"messageId\":\"1\"}}");
            socket.send("{\"type\":\"AckRequest\",\"message\":{\"messageId\":7}}");
            socket.send(
                    "{\"type\":\"AckRequest\",\"message\":{\"Cluster\":\"c\",\"MESSAGEID\":\"m\"}}");
            socket.send("{\"type\":\"HeartbeatAckRequest\",\"message\":{\"messageId\":\"hb-1\"}}");

            server.startTask(agent);
            socket.next("PayloadMessage");
        }
    }

    @Test
    void aDeregisteredInstanceLosesItsSocketAndIsRefusedAfterwards() throws Exception {
        try (var socket = agent.connected()) {
            server.awaitConnected(agent, true);
            server.ecs().deregisterContainerInstance(r -> r.containerInstance(agent.arn()));
            assertThat(socket.awaitClosed()).isEqualTo(1000);
            server.awaitConnected(agent, false);
        }

        var refused = catchThrowable(agent::work);

        assertThat(refused).isInstanceOf(CompletionException.class);
        var answer = ((WebSocketHandshakeException) refused.getCause()).getResponse();
        assertThat(answer.statusCode()).isNotEqualTo(101);
        assertThat(String.valueOf(answer.body()))
                .startsWith("{\"type\":\"InactiveInstanceException\",\"message\":{\"message\":\"");
    }

    @Test
    void atTheEndOfItsLifetimeItsCloseIsEchoed() throws Exception {
        try (var socket = agent.connected()) {
            assertThat(socket.expire()).isEqualTo(1000);
            server.awaitConnected(agent, false);
        }
    }

    @Test
    void aSecondSocketTakesOverAndTheFirstHearsNothingMore() throws Exception {
        try (var first = agent.connected();
                var second = agent.connected()) {
            var task = server.startTask(agent);

            assertThat(second.next("PayloadMessage").path("tasks").get(0).path("arn").asText())
                    .isEqualTo(task);
            assertThat(first.isOpenAndSilent()).isTrue();
        }
    }

    @Test
    void itsTelemetryIsAcknowledgedBehindItsBlockOfHeaders() throws Exception {
        try (var socket = agent.telemetry()) {
            telemetry(
                    socket,
                    "PublishMetricsRequest",
                    "\"messageId\":\"1\",\"idle\":true,\"fin\":true",
                    "");
            socket.next("AckPublishMetric");
            telemetry(
                    socket,
                    "PublishHealthRequest",
                    "\"messageId\":\"2\",\"fin\":true",
                    ",\"tasks\":[]");
            socket.next("AckPublishHealth");
            telemetry(
                    socket,
                    "PublishInstanceStatusRequest",
                    "\"requestId\":\"3\"",
                    """
                    ,"statuses":[{"type":"ContainerRuntime","status":"OK",\
                    "lastUpdated":1795332435.5,"lastStatusChange":1795332435.5}]""");
            socket.next("AckPublishInstanceStatus");
        }
    }

    private void telemetry(RecordedSocket socket, String type, String metadata, String rest) {
        socket.send(
                """
                Authorization: AWS4-HMAC-SHA256 Credential=k, SignedHeaders=host;x-amz-date, Signature=s\r
                Host: 127.0.0.1:18080\r
                X-Amz-Date: 20261122T072444Z\r
                \r
                {"type":"%s","message":{"metadata":{"cluster":"default","containerInstance":"%s",%s}%s,\
                "timestamp":1795332435.551}}"""
                        .formatted(type, agent.arn(), metadata, rest));
    }

    @Test
    void whatItReportsOfAttachmentsIsAcknowledgedAndItMayDrainItself() throws Exception {
        agent.call(
                "SubmitAttachmentStateChanges",
                "{\"cluster\":\"default\",\"attachments\":[{\"attachmentArn\":\"a\",\"status\":\"ATTACHED\"}]}");
        var drained =
                agent.call(
                        "UpdateContainerInstancesState",
                        """
                        {"cluster":"default","containerInstances":["%s"],"status":"DRAINING"}"""
                                .formatted(agent.arn()));
        assertThat(drained.path("failures")).isEmpty();
        assertThat(drained.path("containerInstances").get(0).path("status").asText())
                .isEqualTo("DRAINING");
        var tags =
                agent.call(
                        "ListTagsForResource", "{\"resourceArn\":\"%s\"}".formatted(agent.arn()));
        assertThat(tags.path("tags").get(0).path("key").asText()).isEqualTo("team");
    }
}

package dev.berth.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.http.TestPort;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * Amazon's unmodified agent on the wire: what it was recorded to send is sent again, over the real
 * port, and it must get what it was recorded to need. Expectations are those of the agent, not of
 * the server's own classes.
 */
class AmazonAgentTest {

    @TempDir static Path folder;
    private static AgentsServer server;
    private static RecordedAgent.Answer beforeTheCluster;

    private final RecordedAgent agent = new RecordedAgent(server.port());

    /** Its cluster is not set: it registers in vain, creates the cluster and registers again. */
    @BeforeAll
    static void start() throws Exception {
        server = new AgentsServer(folder);
        var first = new RecordedAgent(server.port());
        beforeTheCluster =
                first.answer("RegisterContainerInstance", RecordedAgent.registration("t"));
        first.call("CreateCluster", "{\"clusterName\":\"default\"}");
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
    void aMissingDefaultClusterIsReportedSoThatTheAgentCreatesIt() {
        assertThat(beforeTheCluster.status()).isEqualTo(400);
        assertThat(beforeTheCluster.body().path("__type").asText())
                .isEqualTo("ClusterNotFoundException");
        assertThat(beforeTheCluster.body().path("message").asText())
                .isEqualTo("Cluster not found.");
    }

    @Test
    void everyAttributeWithAValueComesBackAndAZoneIsAdded() throws Exception {
        var token = UUID.randomUUID().toString();
        var body = RecordedAgent.registration(token);

        var registered = agent.call("RegisterContainerInstance", body).path("containerInstance");

        var attributes = new HashMap<String, String>();
        registered
                .path("attributes")
                .forEach(a -> attributes.put(a.path("name").asText(), a.path("value").asText("")));
        assertThat(attributes).containsAllEntriesOf(RecordedAgent.VALUED);
        RecordedAgent.CAPABILITIES.forEach(
                name -> assertThat(attributes.getOrDefault(name, "")).isEmpty());
        assertThat(attributes.get("ecs.availability-zone")).isEqualTo("eu-test-1a");
        var again = agent.call("RegisterContainerInstance", body).path("containerInstance");
        assertThat(again.path("containerInstanceArn"))
                .as("a repeated call of the same start")
                .isEqualTo(registered.path("containerInstanceArn"));
    }

    @Test
    void afterARestartItIsTheSameInstanceWithItsCustomAttributes() throws Exception {
        var again =
                agent.call("RegisterContainerInstance", agent.registrationAgain())
                        .path("containerInstance");

        assertThat(again.path("containerInstanceArn").asText()).isEqualTo(agent.arn());
        assertThat(again.path("attributes"))
                .anySatisfy(
                        attribute -> {
                            assertThat(attribute.path("name").asText()).isEqualTo("rack");
                            assertThat(attribute.path("value").asText()).isEqualTo("r1");
                        });
    }

    @Test
    void itConnectsWithTheHandshakeThatItWasRecordedToSend() throws Exception {
        try (var socket = agent.work()) {
            var manifest = socket.next("TaskManifestMessage");
            socket.acknowledge(manifest);

            assertThat(manifest.path("timeline").isIntegralNumber()).isTrue();
            assertThat(manifest.path("messageId").asText()).isNotEmpty();
            assertThat(manifest.path("containerInstanceArn").asText()).isEqualTo(agent.arn());
            server.awaitConnected(agent, true);
            var shown =
                    server.ecs()
                            .describeContainerInstances(r -> r.containerInstances(agent.arn()))
                            .containerInstances()
                            .getFirst();
            assertThat(shown.agentConnected()).isTrue();
            assertThat(shown.versionInfo().agentVersion()).isEqualTo("1.105.1");
            assertThat(shown.versionInfo().agentHash()).isEqualTo("a8b3e7d3");
            assertThat(shown.versionInfo().dockerVersion())
                    .isEqualTo("DockerVersion: 20.10.24+dfsg1");
        }
    }

    @Test
    void itsVersionStaysWhileItIsDisconnected() throws Exception {
        try (var _ = agent.connected()) {
            server.awaitConnected(agent, true);
        }
        server.awaitConnected(agent, false);

        var shown =
                server.ecs()
                        .describeContainerInstances(r -> r.containerInstances(agent.arn()))
                        .containerInstances()
                        .getFirst();

        assertThat(shown.agentConnected()).isFalse();
        assertThat(shown.versionInfo().agentVersion()).isEqualTo("1.105.1");
    }

    @Test
    void aTaskRunsAndItsEssentialContainersExitIsExplained() throws Exception {
        try (var socket = agent.connected()) {
            var task = server.startTask(agent);
            var payload = socket.next("PayloadMessage");
            assertLoadable(payload, task);
            socket.acknowledge(payload);

            agent.report(
                    task,
                    """
                    "status":"RUNNING","reason":"","containers":[{"containerName":"web",
                    "runtimeId":"0210fd","status":"RUNNING","networkBindings":[{"bindIP":"0.0.0.0",
                    "containerPort":80,"hostPort":32768,"protocol":"tcp"}]},
                    {"containerName":"side","runtimeId":"3d2a","status":"RUNNING"}],
                    "pullStartedAt":1795332430.125,"pullStoppedAt":1795332431.25""");
            var running = server.describe(task);
            assertThat(running.lastStatus()).isEqualTo("RUNNING");
            assertThat(running.stopCode()).isNull();
            assertThat(running.pullStartedAt()).isEqualTo(Instant.ofEpochMilli(1795332430125L));
            assertThat(running.containers().getFirst().networkBindings().getFirst().hostPort())
                    .isEqualTo(32768);

            agent.report(
                    task,
                    """
                    "status":"STOPPED","reason":"","executionStoppedAt":1795332435.551,
                    "containers":[{"containerName":"web","exitCode":3,"runtimeId":"0210fd",
                    "status":"STOPPED"},{"containerName":"side","exitCode":143,
                    "runtimeId":"3d2a","status":"STOPPED"}]""");
            var over = server.describe(task);
            assertThat(over.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
            assertThat(over.stoppedReason()).isEqualTo("Essential container in task exited");
            assertThat(over.executionStoppedAt()).isEqualTo(Instant.ofEpochMilli(1795332435551L));
            assertThat(over.containers().getFirst().exitCode()).isEqualTo(3);
        }
    }

    @Test
    void aStopNeedsNoMoreThanItsTaskAndItsEmptyReasonIsTheUsers() throws Exception {
        try (var socket = agent.connected()) {
            var task = server.startTask(agent);
            var start = socket.next("PayloadMessage");
            socket.acknowledge(start);
            server.ecs().stopTask(r -> r.task(task).reason("enough"));

            var end = socket.next("PayloadMessage");
            assertThat(end.path("seqNum").longValue())
                    .isGreaterThan(start.path("seqNum").longValue());
            assertThat(end.path("tasks").get(0).path("arn").asText()).isEqualTo(task);
            assertThat(end.path("tasks").get(0).path("desiredStatus").asText())
                    .isEqualTo("STOPPED");
            socket.acknowledge(end);
            agent.report(
                    task,
                    """
                    "status":"STOPPED","reason":"","containers":[{"containerName":"web",
                    "exitCode":137,"status":"STOPPED"}]""");

            assertThat(server.describe(task).stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
            assertThat(server.describe(task).stoppedReason()).isEqualTo("enough");
        }
    }

    @Test
    void reportsThatOvertakeTheirAckComeTwiceOrComeLateAreAllAcknowledged() throws Exception {
        try (var socket = agent.connected()) {
            var task = server.startTask(agent);
            var payload = socket.next("PayloadMessage");
            var running =
                    """
                    "status":"RUNNING","reason":"","containers":[{"containerName":"web",
                    "runtimeId":"0210fd","status":"RUNNING"}]""";
            agent.report(task, running);
            socket.acknowledge(payload);
            agent.report(task, running);
            var stopped =
                    """
                    "status":"STOPPED","reason":"","containers":[{"containerName":"web",
                    "exitCode":0,"status":"STOPPED"}]""";
            agent.report(task, stopped);
            agent.report(task, running);
            agent.report(task, stopped);

            assertThat(server.describe(task).lastStatus()).isEqualTo("STOPPED");
            agent.report(task.replaceAll("[0-9a-f]{32}$", "0".repeat(32)), running);
            agent.report(task.replace("task/default", "task/never-created"), stopped);
        }
    }

    @Test
    void aReasonThatARunningContainerStillCarriesIsNoFailure() throws Exception {
        try (var socket = agent.connected()) {
            var task = server.startTask(agent);
            socket.acknowledge(socket.next("PayloadMessage"));

            agent.report(
                    task,
                    """
                    "status":"RUNNING","reason":"","containers":[{"containerName":"web",
                    "runtimeId":"0210fd","status":"RUNNING",
                    "reason":"CannotPullImageManifestError: the registry is out of reach"}]""");
            assertThat(server.describe(task).desiredStatus()).isEqualTo("RUNNING");
            agent.report(
                    task,
                    """
                    "status":"STOPPED","reason":"","containers":[{"containerName":"web",
                    "exitCode":1,"status":"STOPPED"}]""");

            assertThat(server.describe(task).stopCode())
                    .isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        }
    }

    @Test
    void aTaskThatItCannotLoadEndsAndIsNotSentAgain() throws Exception {
        var task = "";
        try (var socket = agent.connected()) {
            task = server.startTask(agent);
            socket.next("PayloadMessage"); // a task that cannot be loaded is not acknowledged
            agent.report(
                    task,
                    """
                    "status":"STOPPED","reason":"UnrecogniedTaskError: Error loading task - no"
                    """);

            assertThat(server.describe(task).stopCode())
                    .isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
            assertThat(server.describe(task).stoppedReason()).startsWith("UnrecogniedTaskError: ");
        }
        try (var again = agent.work()) {
            assertThat(again.next("TaskManifestMessage").path("tasks")).isEmpty();
            var next = server.startTask(agent);
            assertThat(again.next("PayloadMessage").path("tasks").get(0).path("arn").asText())
                    .isEqualTo(next);
        }
    }

    private void assertLoadable(JsonNode payload, String task) {
        assertThat(payload.path("messageId").asText()).isNotEmpty();
        assertThat(payload.path("clusterArn").asText()).isEqualTo(TestPort.ARNS.cluster("default"));
        assertThat(payload.path("containerInstanceArn").asText()).isEqualTo(agent.arn());
        assertThat(payload.path("seqNum").isIntegralNumber()).isTrue();
        assertThat(payload.path("generatedAt").isIntegralNumber()).isTrue();
        assertThat(payload.path("tasks")).hasSize(1);
        var loaded = payload.path("tasks").get(0);
        assertThat(loaded.path("arn").asText()).isEqualTo(task);
        assertThat(loaded.path("version").isTextual()).isTrue();
        assertThat(loaded.path("containers")).hasSize(2);
        var web = loaded.path("containers").get(0);
        assertThat(web.path("essential").isBoolean()).isTrue();
        assertThat(web.path("overrides").asText()).isEqualTo("{}");
        assertThat(web.path("cpu").isIntegralNumber()).isTrue();
        assertThat(web.path("memory").isIntegralNumber()).isTrue();
        assertThat(web.path("portMappings").get(0).path("containerPort").isIntegralNumber())
                .isTrue();
        assertThat(web.path("dockerConfig").path("hostConfig").isTextual()).isTrue();
        assertThat(web.has("healthCheckType")).isFalse();
    }
}

package dev.berth.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** A server that comes back with its data: Amazon's agent reconnects and does not register. */
class AmazonAgentRestartTest {

    private static final String RUNNING =
            """
            "status":"RUNNING","reason":"","containers":[{"containerName":"web",
            "runtimeId":"0210fd","status":"RUNNING","networkBindings":[{"bindIP":"0.0.0.0",
            "containerPort":80,"hostPort":32768,"protocol":"tcp"}]}]""";

    @TempDir Path folder;

    @Test
    void afterARestartOfTheServerItsTasksContinueAndSequenceNumbersGrow() throws Exception {
        RecordedAgent agent;
        String runs;
        String pending;
        long lastNumber;
        try (var server = new AgentsServer(folder)) {
            server.ecs().createCluster();
            agent = new RecordedAgent(server.port());
            agent.register();
            try (var socket = agent.connected()) {
                runs = server.startTask(agent);
                socket.acknowledge(socket.next("PayloadMessage"));
                agent.report(runs, RUNNING);
                pending = server.startTask(agent);
                lastNumber = socket.next("PayloadMessage").path("seqNum").longValue();
            }
        }

        try (var server = new AgentsServer(folder)) {
            assertThat(server.instance(agent).versionInfo().agentVersion())
                    .as("known while it is not connected")
                    .isEqualTo("1.105.1");
            var reconnected = agent.at(server.port());
            // What it could not report meanwhile comes before its socket does.
            reconnected.report(pending, RUNNING);
            try (var socket = reconnected.work()) {
                var manifest = socket.next("TaskManifestMessage");
                assertThat(manifest.path("timeline").longValue()).isGreaterThan(lastNumber);
                assertThat(manifest.path("tasks"))
                        .extracting(task -> task.path("taskArn").asText())
                        .containsExactlyInAnyOrder(runs, pending);
                assertThat(manifest.path("tasks"))
                        .allMatch(task -> task.path("desiredStatus").asText().equals("RUNNING"));
                socket.acknowledge(manifest);

                server.awaitConnected(reconnected, true);
                assertThat(server.describe(runs).lastStatus()).isEqualTo("RUNNING");
                assertThat(server.describe(pending).lastStatus()).isEqualTo("RUNNING");
                server.ecs().stopTask(r -> r.task(runs));
                var stop = socket.next("PayloadMessage");
                assertThat(stop.path("tasks").get(0).path("arn").asText())
                        .as("the first that it is told: both are known to run")
                        .isEqualTo(runs);
                assertThat(stop.path("seqNum").longValue())
                        .isGreaterThan(manifest.path("timeline").longValue());
                reconnected.report(runs, "\"status\":\"STOPPED\",\"reason\":\"\"");
                assertThat(server.describe(runs).stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
            }
        }
    }
}

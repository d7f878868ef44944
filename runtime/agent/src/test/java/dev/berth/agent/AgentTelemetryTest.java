package dev.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.connection.StubSockets;
import dev.berth.agent.task.Payloads;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.HeartbeatMessage;
import dev.berth.protocol.agent.PublishHealthRequest;
import dev.berth.protocol.agent.PublishInstanceStatusRequest;
import dev.berth.protocol.agent.PublishMetricsRequest;
import dev.berth.protocol.agent.payload.PayloadTask;
import dev.berth.protocol.agent.telemetry.TaskHealth.ContainerHealth;
import dev.berth.protocol.agent.telemetry.TaskMetric;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a whole agent publishes about containers of a real Docker host. */
@ExtendWith(DockerBench.class)
class AgentTelemetryTest {
    @TempDir private Path folder;
    private final DockerBench.Host host;
    private AgentBench bench;

    AgentTelemetryTest(DockerBench.Host host) {
        this.host = host;
    }

    @BeforeEach
    void setUp() throws Exception {
        bench = new AgentBench(host, folder);
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
    }

    @Test
    void healthFollowsTheCheckOfTheTaskDefinition() throws Exception {
        bench.start();
        var telemetry = bench.sockets().connection("/tcs/ws", 1);
        var task = run(Payloads.task(Payloads.checked("main"), Payloads.sleeper("unchecked")));
        var container = containerId(task);

        assertThat(nextHealth(telemetry, "UNKNOWN").containerName()).isEqualTo("main");
        host.docker("exec", container, "touch", "/fit");
        var healthy = nextHealth(telemetry, "HEALTHY");
        host.docker("exec", container, "rm", "/fit");
        var unhealthy = nextHealth(telemetry, "UNHEALTHY");
        assertThat(unhealthy.statusSince()).isGreaterThan(healthy.statusSince());
    }

    @Test
    void usageOfWhatRunsIsMeasuredInTheBackground() throws Exception {
        bench.start();
        bench.sockets().connection("/tcs/ws", 1);
        var task = run(Payloads.task(Payloads.sleeper("main")));

        var metric = measured(1);

        assertThat(metric.taskArn()).isEqualTo(task.arn());
        assertThat(metric.taskDefinitionFamily()).isEqualTo(task.family());
        assertThat(metric.containerMetrics())
                .singleElement()
                .satisfies(
                        container -> {
                            assertThat(container.containerName()).isEqualTo("main");
                            assertThat(container.cpuStatsSet().sampleCount()).isPositive();
                            assertThat(container.cpuStatsSet().max()).isBetween(0.0, 100.0);
                            assertThat(container.memoryStatsSet().max()).isLessThanOrEqualTo(32);
                            assertThat(container.networkStatsSet().rxBytes().min()).isNotNegative();
                        });
    }

    @Test
    void aHeartbeatHasTheRuntimeLookedAt() throws Exception {
        bench.start();
        var telemetry = bench.sockets().connection("/tcs/ws", 1);
        var work = bench.sockets().connection("/acs/ws", 1);

        work.send(AgentMessages.write(new HeartbeatMessage("hb-1", true)));

        assertThat(next(telemetry, PublishInstanceStatusRequest.class).statuses())
                .singleElement()
                .satisfies(
                        status -> {
                            assertThat(status.type()).isEqualTo("ContainerRuntime");
                            assertThat(status.status()).isEqualTo("OK");
                        });
    }

    /** Each new socket begins with what was measured since the last. */
    private TaskMetric measured(int connection) throws Exception {
        var telemetry = bench.sockets().connection("/tcs/ws", connection);
        var tasks = next(telemetry, PublishMetricsRequest.class).taskMetrics();
        if (!tasks.isEmpty()) {
            return tasks.getFirst();
        }
        assertThat(connection).as("sockets without figures").isLessThan(30);
        telemetry.drop();
        return measured(connection + 1);
    }

    private PayloadTask run(PayloadTask task) throws Exception {
        var work = bench.sockets().connection("/acs/ws", 1);
        assertThat(bench.ask(work, bench.payload(1, task))).isEqualTo(bench.acknowledgement());
        bench.api().report(task.arn(), "RUNNING");
        return task;
    }

    private String containerId(PayloadTask task) {
        return host.docker(
                        "ps",
                        "-q",
                        "--filter",
                        "label=com.amazonaws.ecs.task-arn=" + task.arn(),
                        "--filter",
                        "label=com.amazonaws.ecs.container-name=main")
                .strip();
    }

    private static ContainerHealth nextHealth(StubSockets.Connection telemetry, String status)
            throws Exception {
        while (true) {
            var said = next(telemetry, PublishHealthRequest.class).tasks();
            assertThat(said).hasSize(1);
            List<ContainerHealth> containers = said.getFirst().containers();
            assertThat(containers).hasSize(1);
            if (containers.getFirst().healthStatus().equals(status)) {
                return containers.getFirst();
            }
        }
    }

    private static <T> T next(StubSockets.Connection telemetry, Class<T> type) throws Exception {
        while (true) {
            var message = AgentMessages.readTelemetry(telemetry.receive());
            if (type.isInstance(message)) {
                return type.cast(message);
            }
        }
    }
}

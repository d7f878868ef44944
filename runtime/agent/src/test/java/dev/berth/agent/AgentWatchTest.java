package dev.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.task.Payloads;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.agent.testbed.Eventually;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an agent tells those who watch it, after it has run a task on a real Docker host. */
@ExtendWith(DockerBench.class)
class AgentWatchTest {
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{[^}]*})?) (\\S+)");

    @TempDir private Path folder;
    private final DockerBench.Host host;
    private final HttpClient http = HttpClient.newHttpClient();
    private AgentBench bench;
    private int port;

    AgentWatchTest(DockerBench.Host host) {
        this.host = host;
    }

    @BeforeEach
    void setUp() throws Exception {
        bench = new AgentBench(host, folder);
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        bench.flags().put("metrics-port", Integer.toString(port));
    }

    @AfterEach
    void tearDown() throws Exception {
        http.close();
        bench.close();
    }

    @Test
    void itsFiguresTellOfTasksDockerAndTheServer() throws Exception {
        bench.start();
        var task = Payloads.task(Payloads.sleeper("main"));
        var work = bench.sockets().connection("/acs/ws", 1);
        bench.ask(work, bench.payload(1, task));
        bench.api().report(task.arn(), "RUNNING");

        Eventually.holds(
                "the report counts as delivered",
                () -> figures().get("berth_agent_state_reports_total{outcome=\"delivered\"}") == 1);
        var figures = figures();

        assertThat(figures)
                .containsEntry("berth_agent_tasks{status=\"RUNNING\"}", 1.0)
                .containsEntry("berth_agent_tasks{status=\"STOPPED\"}", 0.0)
                .containsEntry("berth_agent_containers{state=\"RUNNING\"}", 1.0)
                .containsEntry("berth_agent_containers_started_total", 1.0)
                .containsEntry("berth_agent_container_restarts_total", 0.0)
                .containsEntry("berth_agent_unhealthy_containers", 0.0)
                .containsEntry("berth_agent_connected", 1.0)
                .containsEntry("berth_agent_connections_total", 1.0)
                .containsEntry("berth_agent_state_reports_total{outcome=\"failed\"}", 0.0);
        assertThat(figures.get(call("create", "ok"))).isEqualTo(1);
        assertThat(figures.get(call("start", "ok"))).isEqualTo(1);
        assertThat(figures.get(call("inspect", "ok"))).isPositive();
        assertThat(figures.keySet())
                .noneMatch(series -> series.contains(task.arn()))
                .as("control groups are read instead")
                .noneMatch(series -> series.contains("call=\"stats\""))
                .anyMatch(series -> series.startsWith("jvm_memory_used_bytes{"))
                .anyMatch(series -> series.startsWith("berth_agent_build_info{"));
        assertThat(figures.get("process_uptime_seconds")).isPositive();

        bench.ask(
                work,
                bench.payload(2, dev.berth.protocol.agent.payload.PayloadTask.stop(task.arn())));
        bench.api().report(task.arn(), "STOPPED");
        assertThat(figures())
                .containsEntry("berth_agent_tasks{status=\"RUNNING\"}", 0.0)
                .containsEntry("berth_agent_tasks{status=\"STOPPED\"}", 1.0);
    }

    @Test
    void thereIsNothingElseOnThatPort() throws Exception {
        bench.start();

        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics").headers().firstValue("content-type").orElseThrow())
                .startsWith("text/plain; version=0.0.4");
    }

    @Test
    void anAgentThatFindsThePortTakenRunsTasksWithoutFigures() throws Exception {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            bench.start();

            var work = bench.sockets().connection("/acs/ws", 1);
            var task = Payloads.task(Payloads.sleeper("main"));
            bench.ask(work, bench.payload(1, task));
            bench.api().report(task.arn(), "RUNNING");
        }
    }

    private static String call(String kind, String outcome) {
        return "berth_agent_docker_call_seconds_count{call=\"%s\",outcome=\"%s\"}"
                .formatted(kind, outcome);
    }

    private Map<String, Double> figures() throws Exception {
        var figures = new HashMap<String, Double>();
        for (var line : get("/metrics").body().lines().toList()) {
            if (!line.startsWith("#")) {
                var sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                var value = sample.group(2).replace("Inf", "Infinity");
                assertThat(figures.put(sample.group(1), Double.valueOf(value))).as(line).isNull();
            }
        }
        return figures;
    }

    private HttpResponse<String> get(String path) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}

package dev.berth.integration.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Http;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Task;

/** What somebody sees who watches an installation from its own machine. */
@OnEmbeddedDatabase
class WatchIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Lab lab;

    WatchIT(Lab lab) {
        this.lab = lab;
    }

    @Test
    void aRunningTaskIsCountedAndItsFiguresAreFoundWhereTheyAreServed() throws Exception {
        var berth = lab.shared();
        var ecs = berth.ecs();
        var definition =
                ecs.register(
                        "watched",
                        Containers.web("web", 9100, "requests_total 7")
                                .portMappings(Containers.tcp(9100, 0))
                                .dockerLabels(
                                        Map.of(
                                                "PROMETHEUS_EXPORTER_PORT", "9100",
                                                "PROMETHEUS_EXPORTER_PATH", "/",
                                                "PROMETHEUS_EXPORTER_JOB_NAME", "shop")));
        var task = ecs.awaitRunning(ecs.run(definition));
        try {
            var figures = get(berth.server(), "/metrics");
            assertThat(figures)
                    .contains("berth_agents_connected{cluster=\"default\"} 2.0\n")
                    .contains(
                            "berth_container_instances{cluster=\"default\",status=\"ACTIVE\"} 2.0\n")
                    .contains(
                            "berth_requests_total{operation=\"SubmitTaskStateChange\",outcome=\"ok\"}")
                    .containsPattern("berth_tasks_launched_total [1-9]")
                    .containsPattern("berth_tasks\\{cluster=\"default\",status=\"RUNNING\"} [1-9]");

            var target = targetOf(task, berth);
            assertThat(target.at("/labels/job").asText()).isEqualTo("shop");
            assertThat(target.at("/labels/__metrics_path__").asText()).isEqualTo("/");
            var address = target.at("/targets/0").asText().split(":");
            assertThat(address[0]).isEqualTo(berth.addressOf(task));
            assertThat(Http.get(address[0], Integer.parseInt(address[1])))
                    .isEqualTo("requests_total 7");
        } finally {
            ecs.stopEverything();
        }
    }

    private static JsonNode targetOf(Task task, Installation berth) throws Exception {
        var id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        var targets = JSON.readTree(get(berth.server(), "/prometheus/sd"));
        return StreamSupport.stream(targets.spliterator(), false)
                .filter(target -> target.at("/labels/berth_task_id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + " in " + targets));
    }

    @Test
    void aCallIsFoundInTheLogByTheRequestIdThatItsCallerGot() {
        try (var server = lab.server("json")) {
            var process = server.launch(Map.of("BERTH_LOG_FORMAT", "json"));
            process.await("be ready", SOON, server::isReady);
            String requestId;
            try (var ecs = new Ecs(server, "default")) {
                requestId =
                        ecs.client()
                                .createCluster(r -> r.clusterName("blue"))
                                .responseMetadata()
                                .requestId();
            }

            var line =
                    Await.value(
                            "the line of the call",
                            SOON,
                            () ->
                                    objects(process.lines()).stream()
                                            .filter(
                                                    l ->
                                                            l.at("/mdc/requestId")
                                                                    .asText()
                                                                    .equals(requestId))
                                            .findFirst());
            assertThat(line.path("level").asText()).isEqualTo("INFO");
            assertThat(line.path("formattedMessage").asText())
                    .startsWith(
                            "CreateCluster by "
                                    + server.credentials().resolveCredentials().accessKeyId())
                    .contains("done");
        }
    }

    /** Every line is an object, from the first that is written after the configuration was read. */
    private static List<JsonNode> objects(List<String> lines) throws Exception {
        var objects = new ArrayList<JsonNode>();
        for (var line : lines) objects.add(JSON.readTree(line));
        return objects;
    }

    private static String get(BerthServer server, String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create(server.endpoint() + path);
            var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }
}

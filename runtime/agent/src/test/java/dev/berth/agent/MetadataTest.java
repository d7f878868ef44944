package dev.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.agent.json.Json;
import dev.berth.agent.task.Payloads;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.agent.testbed.Eventually;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an agent tells containers and this machine about tasks on a real Docker host. */
@ExtendWith(DockerBench.class)
class MetadataTest {
    @TempDir private Path folder;
    private final DockerBench.Host host;
    private final HttpClient http = HttpClient.newHttpClient();
    private AgentBench bench;

    MetadataTest(DockerBench.Host host) {
        this.host = host;
    }

    @BeforeEach
    void setUp() throws Exception {
        bench = new AgentBench(host, folder);
        bench.flags().put("metadata-address", "127.0.0.1");
    }

    @AfterEach
    void tearDown() throws Exception {
        http.close();
        bench.close();
    }

    @Test
    void aContainerFindsItselfAndItsTaskByItsUri() throws Exception {
        bench.start();
        var task = run(Payloads.task(Payloads.checked("main"), Payloads.sleeper("side")));

        var main = get(metadataUri(task, "main"));
        assertThat(main.path("Name").asText()).isEqualTo("main");
        assertThat(main.path("DockerId").asText()).hasSize(64);
        assertThat(main.path("DockerName").asText()).startsWith("ecs-web-3-main-");
        assertThat(main.path("Image").asText()).isEqualTo(DockerBench.IMAGE);
        assertThat(main.path("ImageID").asText()).startsWith("sha256:");
        assertThat(main.at("/Labels/com.amazonaws.ecs.task-arn").asText()).isEqualTo(task.arn());
        assertThat(main.path("KnownStatus").asText()).isEqualTo("RUNNING");
        assertThat(main.at("/Limits/Memory").asInt()).isEqualTo(32);
        assertThat(main.at("/Health/status").asText()).isIn("UNKNOWN", "UNHEALTHY");
        assertThat(main.path("Type").asText()).isEqualTo("NORMAL");
        assertThat(main.path("LogDriver").asText()).isNotEmpty();
        assertThat(main.at("/Networks/0/NetworkMode").asText()).isEqualTo("bridge");
        assertThat(main.at("/Networks/0/IPv4Addresses/0").asText()).startsWith("172.");
        assertThat(main.has("Environment")).isFalse();

        var side = get(metadataUri(task, "side"));
        assertThat(side.at("/Ports/0/ContainerPort").asInt()).isEqualTo(80);
        assertThat(side.at("/Ports/0/HostPort").asInt()).isPositive();
        assertThat(side.has("Health")).isFalse();

        var whole = get(metadataUri(task, "side") + "/task");
        assertThat(whole.path("Cluster").asText()).isEqualTo(Payloads.CLUSTER);
        assertThat(whole.path("TaskARN").asText()).isEqualTo(task.arn());
        assertThat(whole.path("Family").asText()).isEqualTo("web");
        assertThat(whole.path("Revision").asText()).isEqualTo("3");
        assertThat(whole.path("KnownStatus").asText()).isEqualTo("RUNNING");
        assertThat(whole.path("LaunchType").asText()).isEqualTo("EC2");
        assertThat(whole.path("Containers")).hasSize(2);
    }

    @Test
    void aContainerSeesWhatItUses() throws Exception {
        bench.start();
        var task = run(Payloads.task(Payloads.sleeper("main")));
        var uri = metadataUri(task, "main");

        Eventually.holds(
                "there are figures with a rate",
                () -> get(uri + "/stats").has("network_rate_stats"));
        var stats = get(uri + "/stats");
        assertThat(stats.at("/cpu_stats/cpu_usage/total_usage").asLong()).isPositive();
        assertThat(stats.at("/network_rate_stats/rx_bytes_per_sec").isNumber()).isTrue();
        var all = get(uri + "/task/stats");
        assertThat(all.properties()).hasSize(1);
        assertThat(all.path(get(uri).path("DockerId").asText()).has("memory_stats")).isTrue();
    }

    @Test
    void theUriIsValidWhileTheContainerExists() throws Exception {
        bench.start();
        var task = run(Payloads.task(Payloads.sleeper("main")));
        var uri = metadataUri(task, "main");
        bench.stop();

        bench.start();

        Eventually.holds(
                "the next agent answers at the same place",
                () -> get(uri).path("Name").asText().equals("main"));
    }

    @Test
    void whoDoesNotHaveTheKeyLearnsNothing() throws Exception {
        bench.start();
        var task = run(Payloads.task(Payloads.sleeper("main")));
        var uri = metadataUri(task, "main");
        var base = uri.substring(0, uri.lastIndexOf('/'));

        for (var path :
                List.of("/" + "0".repeat(32), "", "/x/task", "/" + "0".repeat(32) + "/task")) {
            assertThat(send(base + path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void aTaskReadsAndSetsItsOwnProtection() throws Exception {
        bench.start();
        var task = run(Payloads.task(Payloads.sleeper("main")));
        var uri = agentUri(task, "main") + "/task-protection/v1/state";
        var answer =
                """
                {"%s":[{"taskArn":"%s","protectionEnabled":%s%s}],"failures":[]}""";
        bench.api()
                .answer(
                        "GetTaskProtection",
                        200,
                        answer.formatted("protectedTasks", task.arn(), false, ""));
        bench.api()
                .answer(
                        "UpdateTaskProtection",
                        200,
                        answer.formatted(
                                "protectedTasks",
                                task.arn(),
                                true,
                                ",\"expirationDate\":1795332787.604"));

        assertThat(get(uri).toString())
                .isEqualTo(
                        "{\"protection\":{\"ExpirationDate\":null,\"ProtectionEnabled\":false,"
                                + "\"TaskArn\":\"%s\"}}".formatted(task.arn()));
        var set = put(uri, "{\"ProtectionEnabled\":true,\"ExpiresInMinutes\":60}");
        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(set.body())
                .isEqualTo(
                        "{\"protection\":{\"ExpirationDate\":\"2026-11-22T07:33:07.604Z\","
                                + "\"ProtectionEnabled\":true,\"TaskArn\":\"%s\"}}"
                                        .formatted(task.arn()));
        assertThat(bench.api().call("UpdateTaskProtection", 1).toString())
                .isEqualTo(
                        "{\"cluster\":\"default\",\"tasks\":[\"%s\"],\"protectionEnabled\":true,"
                                        .formatted(task.arn())
                                + "\"expiresInMinutes\":60}");
    }

    @Test
    void aProtectionThatCannotBeSetSaysWhy() throws Exception {
        bench.start();
        var task = run(Payloads.task(Payloads.sleeper("main")));
        var uri = agentUri(task, "main") + "/task-protection/v1/state";
        for (var body :
                List.of(
                        "",
                        "no",
                        "[]",
                        "{}",
                        "{\"ProtectionEnabled\":1}",
                        "{\"ProtectionEnabled\":true,\"ExpiresInMinutes\":\"1\"}",
                        "{\"ProtectionEnabled\":true,\"ExpiresInMinutes\":1.5}",
                        "{\"ProtectionEnabled\":true,\"ExpiresInMinutes\":99999999999}",
                        "{\"ProtectionEnabled\":true,\"Cluster\":\"x\"}")) {
            var refused = put(uri, body);
            assertThat(refused.statusCode()).as(body).isEqualTo(400);
            assertThat(Json.MAPPER.readTree(refused.body()).at("/error/Code").asText())
                    .isEqualTo("InvalidParameterException");
        }
        assertThat(put(uri, " ".repeat(5000)).statusCode()).isEqualTo(413);
        assertThat(bench.api().calls("UpdateTaskProtection")).isEmpty();

        bench.api()
                .answer(
                        "UpdateTaskProtection",
                        200,
                        "{\"failures\":[{\"arn\":\"a\",\"reason\":\"TASK_NOT_VALID\"}]}");
        assertThat(put(uri, "{\"ProtectionEnabled\":false}").body())
                .isEqualTo(
                        "{\"failure\":{\"Arn\":\"a\",\"Detail\":null,\"Reason\":\"TASK_NOT_VALID\"}}");
        bench.api()
                .answer(
                        "UpdateTaskProtection",
                        400,
                        "{\"__type\":\"AccessDeniedException\",\"message\":\"No.\"}");
        var denied = put(uri, "{\"ProtectionEnabled\":false}");
        assertThat(denied.statusCode()).isEqualTo(400);
        assertThat(denied.body())
                .isEqualTo(
                        "{\"error\":{\"Arn\":\"%s\",\"Code\":\"AccessDeniedException\",\"Message\":\"No.\"}}"
                                .formatted(task.arn()));
        var unknown = uri.replaceAll("[0-9a-f]{32}", "0".repeat(32));
        assertThat(put(unknown, "{\"ProtectionEnabled\":true}").statusCode()).isEqualTo(404);
        assertThat(put(uri + "x", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void theTasksAreToldToThisMachine() throws Exception {
        var port = freePort();
        bench.flags().put("introspection-port", Integer.toString(port));
        bench.start();
        var task = run(Payloads.task(Payloads.sleeper("main")));
        var base = "http://127.0.0.1:" + port + "/v1";

        var about = get(base + "/metadata");
        assertThat(about.path("Cluster").asText()).isEqualTo("default");
        assertThat(about.path("ContainerInstanceArn").asText()).isEqualTo(bench.instance());
        var all = get(base + "/tasks");
        assertThat(all.at("/Tasks/0/Arn").asText()).isEqualTo(task.arn());
        assertThat(all.at("/Tasks/0/KnownStatus").asText()).isEqualTo("RUNNING");
        var one = get(base + "/tasks?taskarn=" + task.arn());
        var id = one.at("/Containers/0/DockerId").asText();
        assertThat(get(base + "/tasks?dockerid=" + id.substring(0, 12))).isEqualTo(one);
        assertThat(send(base + "/tasks?taskarn=none").statusCode()).isEqualTo(400);
    }

    @Test
    void anAgentWithoutTheAddressRunsTasksWithoutMetadata() throws Exception {
        bench.flags().put("metadata-address", "203.0.113.7");
        bench.start();
        var task = run(Payloads.task(Payloads.sleeper("main")));
        assertThat(environment(task, "main")).noneMatch(v -> v.startsWith("ECS_"));
    }

    private PayloadTask run(PayloadTask task) throws Exception {
        var work = bench.sockets().connection("/acs/ws", 1);
        assertThat(bench.ask(work, bench.payload(1, task))).isEqualTo(bench.acknowledgement());
        bench.api().report(task.arn(), "RUNNING");
        return task;
    }

    private String metadataUri(PayloadTask task, String container) {
        return variable(task, container, "ECS_CONTAINER_METADATA_URI_V4");
    }

    private String agentUri(PayloadTask task, String container) {
        return variable(task, container, "ECS_AGENT_URI");
    }

    private String variable(PayloadTask task, String container, String name) {
        return environment(task, container).stream()
                .filter(v -> v.startsWith(name + "="))
                .map(v -> v.substring(v.indexOf('=') + 1))
                .findFirst()
                .orElseThrow();
    }

    private List<String> environment(PayloadTask task, String container) {
        var id =
                host.docker(
                        "ps",
                        "-q",
                        "--filter",
                        "label=com.amazonaws.ecs.task-arn=" + task.arn(),
                        "--filter",
                        "label=com.amazonaws.ecs.container-name=" + container);
        return host.docker("inspect", "--format", "{{join .Config.Env \"\\n\"}}", id.strip())
                .lines()
                .toList();
    }

    private JsonNode get(String uri) throws Exception {
        return Json.MAPPER.readTree(send(uri).body());
    }

    private HttpResponse<String> send(String uri) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> put(String uri, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(uri))
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

package dev.berth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.metrics.Exposition;
import dev.berth.server.config.ConfigReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Resource;

/** What a server tells those who watch it, after real calls. */
class ServerWatchTest {
    @TempDir Path folder;

    @Test
    void itsFiguresTellWhatWasCalledAndWhatThereIs() throws Exception {
        try (var server = start();
                var ecs = client(server)) {
            ecs.createCluster(r -> r.clusterName("blue"));
            ecs.listClusters();
            assertThat(
                            catchThrowableOfType(
                                    EcsException.class,
                                    () -> ecs.describeTasks(r -> r.cluster("none").tasks("t"))))
                    .isNotNull();
            ecs.registerContainerInstance(
                    r ->
                            r.cluster("blue")
                                    .totalResources(
                                            whole("CPU", 1024),
                                            whole("MEMORY", 512),
                                            Resource.builder()
                                                    .name("PORTS")
                                                    .type("STRINGSET")
                                                    .stringSetValue("22")
                                                    .build()));
            ecs.registerTaskDefinition(
                    r ->
                            r.family("web")
                                    .containerDefinitions(
                                            ContainerDefinition.builder()
                                                    .name("main")
                                                    .image("busybox:1")
                                                    .memory(10)
                                                    .build()));
            var refused = ecs.runTask(r -> r.cluster("blue").taskDefinition("web").count(1));
            assertThat(refused.failures()).hasSize(1);
            assertThat(unsigned(server, "RunTask").statusCode()).isEqualTo(400);
            assertThat(unsigned(server, "MakeUpANameOf" + "X".repeat(50)).statusCode())
                    .isEqualTo(400);

            var answer = get(server, "/metrics");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type").orElseThrow())
                    .startsWith("text/plain; version=0.0.4");
            var figures = Exposition.parse(answer.body());
            assertThat(figures.type("berth_requests_total")).isEqualTo("counter");
            assertThat(requests(figures, "CreateCluster", "ok")).isEqualTo(1);
            assertThat(requests(figures, "DescribeTasks", "refused")).isEqualTo(1);
            assertThat(requests(figures, "RunTask", "ok")).isEqualTo(1);
            assertThat(requests(figures, "RunTask", "refused")).isEqualTo(1);
            assertThat(requests(figures, "unknown", "refused")).isEqualTo(1);
            assertThat(answer.body()).doesNotContain("MakeUpANameOf");
            assertThat(
                            figures.value(
                                    "berth_request_duration_seconds_count{operation=\"ListClusters\"}"))
                    .isEqualTo(1);
            assertThat(
                            figures.value(
                                    "berth_request_duration_seconds_bucket{operation=\"ListClusters\",le=\"+Inf\"}"))
                    .isEqualTo(1);
            assertThat(figures.value("berth_journal_events_total{aggregate=\"Cluster\"}"))
                    .isEqualTo(1);
            assertThat(
                            figures.value(
                                    "berth_journal_write_seconds_count{aggregate=\"ContainerInstance\"}"))
                    .isEqualTo(1);
            assertThat(figures.value("berth_journal_write_failures_total{aggregate=\"Task\"}"))
                    .isZero();
            assertThat(figures.value("berth_view_wait_seconds_count")).isGreaterThanOrEqualTo(3);
            assertThat(figures.value("berth_agents_connected{cluster=\"blue\"}")).isZero();
            assertThat(
                            figures.value(
                                    "berth_container_instances{cluster=\"blue\",status=\"ACTIVE\"}"))
                    .isEqualTo(1);
            assertThat(figures.value("berth_tasks{cluster=\"blue\",status=\"RUNNING\"}")).isZero();
            assertThat(figures.value("berth_registered_cpu_units{cluster=\"blue\"}"))
                    .isEqualTo(1024);
            assertThat(figures.value("berth_placement_failures_total{reason=\"AGENT\"}"))
                    .isEqualTo(1);
            assertThat(figures.value("berth_tasks_launched_total")).isZero();
            assertThat(figures.value("berth_client_tokens")).isEqualTo(1);
            assertThat(figures.value("berth_janitor_deleted_total{kind=\"task\"}")).isZero();
            assertThat(figures.value("process_uptime_seconds")).isPositive();
            assertThat(figures.value("jvm_threads_live_threads")).isPositive();
            assertThat(answer.body()).contains("jvm_memory_used_bytes{", "berth_build_info{");
        }
    }

    @Test
    void prometheusFindsTheServerItself() throws Exception {
        try (var server = start()) {
            var answer = get(server, "/prometheus/sd");

            assertThat(answer.headers().firstValue("content-type").orElseThrow())
                    .startsWith("application/json");
            assertThat(answer.body())
                    .isEqualTo(
                            "[{\"targets\":[\"%s\"],\"labels\":{\"job\":\"berth-server\",\"__scheme__\":\"http\"}}]"
                                    .formatted(URI.create(server.endpoint()).getAuthority()));
        }
    }

    private static double requests(Exposition figures, String operation, String outcome) {
        return figures.value(
                "berth_requests_total{operation=\"%s\",outcome=\"%s\"}"
                        .formatted(operation, outcome));
    }

    private static Resource whole(String name, int value) {
        return Resource.builder().name(name).type("INTEGER").integerValue(value).build();
    }

    private Server start() throws Exception {
        var flags = Map.of("data", folder.resolve("data").toString());
        return Server.start(
                ConfigReader.read(null, flags, Map.of("BERTH_SERVER_PORT", "0"), folder));
    }

    private static HttpResponse<String> get(Server server, String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.endpoint() + path)));
    }

    private static HttpResponse<String> unsigned(Server server, String operation) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(server.endpoint() + "/"))
                        .header("x-amz-target", "AmazonEC2ContainerServiceV20141113." + operation)
                        .POST(HttpRequest.BodyPublishers.ofString("{}")));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    private EcsClient client(Server server) {
        var keys =
                ProfileFile.builder()
                        .content(folder.resolve("data/credentials"))
                        .type(ProfileFile.Type.CREDENTIALS)
                        .build();
        return EcsClient.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(ProfileCredentialsProvider.builder().profileFile(keys).build())
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(config -> config.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }
}

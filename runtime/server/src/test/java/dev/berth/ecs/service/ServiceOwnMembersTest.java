package dev.berth.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import dev.berth.http.TestPort;
import dev.berth.protocol.sigv4.Signer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;

/** The member {@code berth} of CreateService and UpdateService, which is not in ECS's model. */
@ExtendWith(SharedServer.class)
class ServiceOwnMembersTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;
    private final String family;

    ServiceOwnMembersTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
        this.family = server.definition();
    }

    private HttpResponse<String> call(String operation, String more) throws Exception {
        var body =
                "{\"cluster\":\"%s\",%s}".formatted(cluster, more).getBytes(StandardCharsets.UTF_8);
        var headers =
                Map.of(
                        "content-type",
                        "application/x-amz-json-1.1",
                        "x-amz-target",
                        "AmazonEC2ContainerServiceV20141113." + operation);
        var uri = server.port().at("/");
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        new Signer("ecs", TestPort.ARNS.region())
                .sign(TestPort.KEY, "POST", uri, headers, body, Instant.now())
                .forEach(request::header);
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Service create() {
        return ecs.createService(
                        r ->
                                r.cluster(cluster)
                                        .serviceName("web")
                                        .taskDefinition(family)
                                        .desiredCount(1))
                .service();
    }

    @Test
    void anUpdateOfARevisionThatIsNotCurrentAnyMoreIsRefused() throws Exception {
        var read = create().currentServiceRevisions().getFirst().arn();
        var update =
                "\"service\":\"web\",\"forceNewDeployment\":true,"
                        + "\"berth\":{\"readServiceRevision\":\"%s\"}".formatted(read);

        assertThat(call("UpdateService", update).statusCode()).isEqualTo(200);
        var second = call("UpdateService", update);

        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(second.body()).startsWith("{\"__type\":\"ConflictException\"");
        assertThat(
                        ecs.listServiceDeployments(r -> r.cluster(cluster).service("web"))
                                .serviceDeployments())
                .hasSize(2);
    }

    @Test
    void theDeadlineOfDeploymentsIsANumberOfSeconds() throws Exception {
        create();

        var text = call("UpdateService", deadline("\"soon\""));

        assertThat(text.statusCode()).isEqualTo(400);
        assertThat(text.body())
                .contains(
                        "berth.deploymentDeadlineSeconds must be a number of seconds, or 0 for"
                                + " none.");
        assertThat(call("UpdateService", deadline("-1")).statusCode()).isEqualTo(400);
        assertThat(call("UpdateService", deadline("600")).statusCode()).isEqualTo(200);
        assertThat(call("UpdateService", deadline("0")).statusCode()).isEqualTo(200);
    }

    private static String deadline(String value) {
        return "\"service\":\"web\",\"berth\":{\"deploymentDeadlineSeconds\":%s}".formatted(value);
    }
}

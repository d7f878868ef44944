package dev.berth.ecs.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import software.amazon.awssdk.services.ecs.model.AttachmentStateChange;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;

@ExtendWith(SharedServer.class)
class AgentOperationsTest {
    private static final String TARGET = "AmazonEC2ContainerServiceV20141113.";

    private final Running server;
    private final EcsClient ecs;

    AgentOperationsTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
    }

    @Test
    void anAgentIsToldToConnectToWhereItCalled() {
        var answer = ecs.discoverPollEndpoint(r -> r.cluster("default"));

        assertThat(answer.endpoint()).isEqualTo(server.port().at("/acs").toString());
        assertThat(answer.telemetryEndpoint()).isEqualTo(server.port().at("/tcs").toString());
    }

    @Test
    void aReportOnAnUnknownTaskIsAcknowledged() {
        var cluster = server.cluster();

        for (var known : new String[] {cluster, server.name()}) {
            var answer =
                    ecs.submitTaskStateChange(
                            r ->
                                    r.cluster(known)
                                            .task(TestPort.ARNS.task(known, "0".repeat(32)))
                                            .status("STOPPED"));
            assertThat(answer.acknowledgment()).isNotBlank();
        }
        assertThat(ecs.listTasks(r -> r.cluster(cluster).desiredStatus("STOPPED")).taskArns())
                .isEmpty();
    }

    @Test
    void aReportWithoutAStatusIsAcknowledged() {
        assertThat(ecs.submitTaskStateChange(r -> r.task("0123")).acknowledgment()).isNotBlank();
    }

    @Test
    void aReportThatMeansNothingIsRefusedSoThatItsAgentDropsIt() {
        var cluster = server.cluster();

        assertThat(
                        catchThrowableOfType(
                                InvalidParameterException.class,
                                () ->
                                        ecs.submitTaskStateChange(
                                                r ->
                                                        r.cluster(cluster)
                                                                .task("0123")
                                                                .status("ASLEEP"))))
                .hasMessageContaining("status must be one of");
    }

    @Test
    void containerReportsAreAcknowledged() {
        assertThat(
                        ecs.submitContainerStateChange(r -> r.task("0123").status("RUNNING"))
                                .acknowledgment())
                .isNotBlank();
    }

    @Test
    void attachmentReportsAreAcknowledged() {
        assertThat(
                        ecs.submitAttachmentStateChanges(
                                        r ->
                                                r.attachments(
                                                        AttachmentStateChange.builder()
                                                                .attachmentArn("a")
                                                                .status("ATTACHED")
                                                                .build()))
                                .acknowledgment())
                .isNotBlank();
    }

    @Test
    void anAttachmentReportHasItsRequiredMembers() {
        assertThatThrownBy(() -> ecs.submitAttachmentStateChanges(r -> {}))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("attachments is required.");
        assertThatThrownBy(
                        () ->
                                ecs.submitAttachmentStateChanges(
                                        r ->
                                                r.attachments(
                                                        AttachmentStateChange.builder()
                                                                .attachmentArn("a")
                                                                .build())))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("status is required.");
    }

    @Test
    void aRepeatedRegistrationWithItsTokenIsOneInstanceThoughTheModelHasNoToken() throws Exception {
        var cluster = server.cluster();
        var body =
                """
                {"cluster":"%s","clientToken":"t-1","totalResources":[
                 {"name":"CPU","type":"INTEGER","integerValue":1},
                 {"name":"MEMORY","type":"INTEGER","integerValue":1}]}
                """
                        .formatted(cluster);

        assertThat(post("RegisterContainerInstance", body).statusCode()).isEqualTo(200);
        assertThat(post("RegisterContainerInstance", body).statusCode()).isEqualTo(200);

        assertThat(ecs.listContainerInstances(r -> r.cluster(cluster)).containerInstanceArns())
                .hasSize(1);
    }

    @Test
    void whatIsNoJsonIsRefusedAsSuch() throws Exception {
        for (var body : new String[] {"{", "[]", "{\"clusters\":7}", "{\"clusters\":[7]}"}) {
            var answer = post("DescribeClusters", body);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).startsWith("{\"__type\":\"SerializationException\"");
        }
    }

    @Test
    void aNullWithinAListIsRefusedWithItsPlace() throws Exception {
        var answer = post("DescribeClusters", "{\"clusters\":[\"a\",null]}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .startsWith("{\"__type\":\"SerializationException\"")
                .contains("clusters[1] must be a string, not null.");
        assertThat(post("DescribeClusters", "{\"clusters\":null,\"nobody\":1}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void anUnknownOperationIsReportedAsUnknown() throws Exception {
        assertThat(post("Nonsense", "{}").body())
                .startsWith("{\"__type\":\"UnknownOperationException\"");
        assertThat(post("ecs", "Logs_20140328.CreateLogGroup", "{}").body())
                .startsWith("{\"__type\":\"UnknownOperationException\"");
    }

    @Test
    void aSignatureForAnotherServiceIsRefused() throws Exception {
        var answer = post("sts", TARGET + "ListClusters", "{}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"__type\":\"InvalidSignatureException\"");
    }

    private HttpResponse<String> post(String operation, String body) throws Exception {
        return post("ecs", TARGET + operation, body);
    }

    private HttpResponse<String> post(String service, String target, String body) throws Exception {
        var headers = Map.of("content-type", "application/x-amz-json-1.1", "x-amz-target", target);
        var uri = server.port().at("/");
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
        headers.forEach(request::header);
        new Signer(service, TestPort.ARNS.region())
                .sign(TestPort.KEY, "POST", uri, headers, bytes, Instant.now())
                .forEach(request::header);
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}

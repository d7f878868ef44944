package dev.berth.integration.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.UnsupportedFeatureException;

/** What the server lets in and how it says no. */
@OnEmbeddedDatabase
class WireIT {
    private static final String TARGET = "AmazonEC2ContainerServiceV20141113.";

    private final Installation berth;
    private final Ecs ecs;

    WireIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
    }

    @Test
    void theCallerIsTold() {
        var identity = ecs.sts().getCallerIdentity();
        assertThat(identity.account()).isEqualTo("000000000000");
        assertThat(identity.arn()).startsWith("arn:aws:iam::000000000000:");
        assertThat(identity.userId()).isNotBlank();
    }

    @Test
    void everyAnswerBearsARequestId() {
        var first = ecs.client().listClusters().responseMetadata().requestId();
        var second = ecs.client().listClusters().responseMetadata().requestId();
        assertThat(first).isNotBlank().isNotEqualTo("UNKNOWN").isNotEqualTo(second);
    }

    @Test
    void aRequestWithoutASignatureIsRefused() throws Exception {
        var response = post("ListClusters", "{}");
        assertThat(response.statusCode()).isBetween(400, 403);
        assertThat(response.body()).contains("MissingAuthenticationToken");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
    }

    @Test
    void aWrongSecretIsRefused() {
        var id = berth.server().credentials().resolveCredentials().accessKeyId();
        var wrong = AwsBasicCredentials.create(id, "not-the-secret-of-anyone-at-all-in-here");
        try (var client = client(wrong)) {
            assertThatThrownBy(client::listClusters)
                    .isInstanceOfSatisfying(
                            EcsException.class,
                            e -> assertThat(e.statusCode()).isBetween(400, 403));
        }
        try (var client = client(AwsBasicCredentials.create("AKIANOBODY", "secret"))) {
            assertThatThrownBy(client::listClusters).hasMessageNotContainingAny("secret");
        }
    }

    @Test
    void anEndlessBodyIsNotRead() throws Exception {
        var response = post("ListClusters", "{\"x\":\"" + "a".repeat(20 << 20) + "\"}");
        assertThat(response.statusCode()).isIn(400, 413);
    }

    @Test
    void anOperationThatDoesNotExistYetIsNamed() {
        assertThatThrownBy(() -> ecs.client().describeTaskSets(r -> {}))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("DescribeTaskSets");
    }

    @Test
    void aMemberThatIsNotBuiltYetIsNamed() {
        var secret = Secret.builder().name("PASSWORD").valueFrom("harbour/password").build();
        assertThatThrownBy(() -> ecs.register("unbuilt", Containers.idle("main").secrets(secret)))
                .isInstanceOf(EcsException.class)
                .hasMessageContaining("secrets");
    }

    private EcsClient client(AwsBasicCredentials credentials) {
        return Ecs.clientOf(berth.server(), StaticCredentialsProvider.create(credentials));
    }

    private HttpResponse<String> post(String operation, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(berth.server().endpoint())
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", TARGET + operation)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        }
    }
}

package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Signer;
import dev.berth.wire.ApiException;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.ServerException;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.UnsupportedFeatureException;
import software.amazon.awssdk.services.sts.model.StsException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpFrontTest {
    private static final String TARGET = "AmazonEC2ContainerServiceV20141113.";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private TestPort port;

    @BeforeAll
    void bind() throws Exception {
        port =
                new TestPort(
                        List.of(
                                new Operation<>(
                                        "ListClusters",
                                        ListClustersRequest::builder,
                                        Members.supported("maxResults"),
                                        (request, call) ->
                                                ListClustersResponse.builder()
                                                        .clusterArns(
                                                                call.host(),
                                                                "max " + request.maxResults())
                                                        .build()),
                                new Operation<>(
                                        "DescribeClusters",
                                        DescribeClustersRequest::builder,
                                        Members.supported("clusters"),
                                        (_, _) ->
                                                DescribeClustersResponse.builder()
                                                        .failures(List.of())
                                                        .build()),
                                new Operation<>(
                                        "StopTask",
                                        StopTaskRequest::builder,
                                        Members.supported("task*"),
                                        HttpFrontTest::fail)));
    }

    private static StopTaskResponse fail(StopTaskRequest request, dev.berth.wire.Call call) {
        throw switch (request.task()) {
            case "client" -> ApiException.client("Do something else.");
            case "late" -> new CompletionException(new TimeoutException());
            default -> new IllegalStateException("the password is hush");
        };
    }

    @AfterAll
    void unbind() {
        port.close();
    }

    @Test
    void aSignedCallIsAnsweredWithARequestIdAndKnowsTheHostItWasMadeTo() {
        try (var ecs = port.ecs()) {
            var answer = ecs.listClusters(r -> r.maxResults(7));

            assertThat(answer.clusterArns()).containsExactly("127.0.0.1:" + port.number(), "max 7");
            assertThat(answer.responseMetadata().requestId()).matches("[0-9a-f-]{36}");
        }
    }

    @Test
    void aListThatTheHandlerSetIsWrittenEvenWhenEmptyAndAnotherIsNot() throws Exception {
        try (var ecs = port.ecs()) {
            var answer = ecs.describeClusters();

            assertThat(answer.hasFailures()).isTrue();
            assertThat(answer.hasClusters()).isFalse();
        }
    }

    @Test
    void aCallWithAnotherSecretIsRefused() {
        try (var ecs = port.ecs(Credentials.of(TestPort.KEY.accessKeyId(), "guessed"))) {
            assertThat(catchThrowableOfType(EcsException.class, ecs::listClusters))
                    .satisfies(
                            refusal -> {
                                assertThat(refusal.statusCode()).isEqualTo(400);
                                assertThat(refusal.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidSignatureException");
                                assertThat(refusal.requestId()).isNotBlank();
                            });
        }
    }

    @Test
    void aHeaderThatMayStandOnceAndStandsTwiceIsRefused() throws Exception {
        var request =
                HttpRequest.newBuilder(port.at("/"))
                        .header("content-type", "application/x-amz-json-1.1")
                        .header("x-amz-target", TARGET + "ListClusters")
                        .header("authorization", "AWS4-HMAC-SHA256 one")
                        .header("authorization", "AWS4-HMAC-SHA256 another")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();

        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("occurs more than once");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/x-amz-json-1.0",
                "application/x-amz-json-1.1",
                "application/x-amz-json-1.1; charset=utf-8",
                "application/x-amz-json-1.0; charset=UTF-8",
                "application/x-amz-json-1.1;charset=utf-8",
            })
    void jsonIsTakenWithAndWithoutACharset(String contentType) throws Exception {
        assertThat(list(contentType).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "multipart/form-data",
                "text/plain; charset=utf-8"
            })
    void anotherContentTypeIsRefusedByName(String contentType) throws Exception {
        var answer = list(contentType);

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("application/x-amz-json-1.1");
    }

    private HttpResponse<String> list(String contentType) throws Exception {
        var headers = Map.of("Content-Type", contentType, "X-Amz-Target", TARGET + "ListClusters");
        var body = "{}".getBytes(StandardCharsets.UTF_8);
        var signed =
                new Signer("ecs", TestPort.ARNS.region())
                        .sign(TestPort.KEY, "POST", port.at("/"), headers, body, Instant.now());
        var request =
                HttpRequest.newBuilder(port.at("/"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        signed.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void stsSaysWhoSignsAndRefusesWhoDoesNot() {
        try (var sts = port.sts(TestPort.KEY)) {
            var identity = sts.getCallerIdentity();

            assertThat(identity.account()).isEqualTo("123456789012");
            assertThat(identity.userId()).isEqualTo(TestPort.KEY.accessKeyId());
            assertThat(identity.arn())
                    .isEqualTo("arn:aws:iam::123456789012:user/" + TestPort.KEY.accessKeyId());
            assertThat(catchThrowableOfType(StsException.class, sts::getSessionToken))
                    .extracting(refusal -> refusal.awsErrorDetails().errorCode())
                    .isEqualTo("InvalidAction");
        }
        try (var sts = port.sts(Credentials.of("AKIAUNKNOWN", "guessed"))) {
            assertThat(catchThrowableOfType(StsException.class, sts::getCallerIdentity))
                    .extracting(refusal -> refusal.awsErrorDetails().errorCode())
                    .isEqualTo("InvalidClientTokenId");
        }
    }

    @Test
    void anUnsignedCallIsRefusedBeforeItsBodyIsLookedAt() throws Exception {
        var answer = post("ListClusters", "no json");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType"))
                .contains("MissingAuthenticationTokenException");
        assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/x-amz-json-1.1");
        assertThat(answer.body())
                .startsWith("{\"__type\":\"MissingAuthenticationTokenException\",\"message\":\"");
    }

    @Test
    void anOperationThatIsNotBuiltIsRefusedByName() {
        try (var ecs = port.ecs()) {
            assertThat(
                            catchThrowableOfType(
                                    UnsupportedFeatureException.class,
                                    () -> ecs.createTaskSet(r -> r.service("web"))))
                    .hasMessageContaining("CreateTaskSet");
        }
    }

    @Test
    void aMemberThatIsNotBuiltIsRefusedByName() {
        try (var ecs = port.ecs()) {
            assertThat(
                            catchThrowableOfType(
                                    InvalidParameterException.class,
                                    () -> ecs.listClusters(r -> r.nextToken("x"))))
                    .hasMessageContaining("ListClusters does not support nextToken yet.");
        }
    }

    @Test
    void aRequiredMemberThatIsMissingIsNamed() {
        try (var ecs = port.ecs()) {
            assertThat(
                            catchThrowableOfType(
                                    InvalidParameterException.class, () -> ecs.stopTask(r -> {})))
                    .hasMessageContaining("task is required.");
        }
    }

    @Test
    void whatAHandlerThrowsBecomesAnErrorThatGivesNothingAway() {
        try (var ecs = port.ecs()) {
            assertThat(
                            catchThrowableOfType(
                                    ClientException.class,
                                    () -> ecs.stopTask(r -> r.task("client"))))
                    .hasMessageContaining("Do something else.");
            assertThat(
                            catchThrowableOfType(
                                    ServerException.class, () -> ecs.stopTask(r -> r.task("late"))))
                    .hasMessageContaining("unknown");
            assertThat(
                            catchThrowableOfType(
                                    ServerException.class, () -> ecs.stopTask(r -> r.task("bug"))))
                    .hasMessageNotContaining("hush")
                    .extracting(ServerException::statusCode)
                    .isEqualTo(500);
        }
    }

    @Test
    void untilTheViewsAreFoldedCallsArePutOffAndTheServerIsHealthyButNotReady() throws Exception {
        try (var starting = TestPort.starting(TestPort::noSockets)) {
            try (var ecs = starting.ecs()) {
                assertThat(
                                catchThrowableOfType(ServerException.class, ecs::listClusters)
                                        .statusCode())
                        .isEqualTo(503);
            }
            assertThat(status(starting, "/-/healthy")).isEqualTo(200);
            assertThat(status(starting, "/-/ready")).isEqualTo(503);
            starting.open();
            assertThat(status(starting, "/-/ready")).isEqualTo(200);
        }
    }

    @Test
    void aServerThatCannotWriteIsHealthyButNotReadyAndSaysWhy() throws Exception {
        try (var starting = TestPort.starting(TestPort::noSockets)) {
            var problem = new AtomicReference<>(Optional.of("The database does not answer."));
            starting.open(() -> CompletableFuture.completedStage(problem.get()));
            var answer = send(HttpRequest.newBuilder(starting.at("/-/ready")));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("The database does not answer.\n");
            assertThat(status(starting, "/-/healthy")).isEqualTo(200);

            problem.set(Optional.empty());
            assertThat(status(starting, "/-/ready")).isEqualTo(200);

            starting.open(() -> CompletableFuture.failedStage(new IllegalStateException()));
            assertThat(status(starting, "/-/ready")).isEqualTo(503);
        }
    }

    private int status(TestPort port, String path) throws Exception {
        return send(HttpRequest.newBuilder(port.at(path))).statusCode();
    }

    @Test
    void otherPathsAndMethodsGetAClearRefusal() throws Exception {
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
        var put =
                HttpRequest.newBuilder(port.at("/")).PUT(HttpRequest.BodyPublishers.ofString("x"));
        assertThat(send(put).statusCode()).isEqualTo(405);
    }

    @Test
    void aConnectionServesCallsAfterARefusedOne() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(post("ListClusters", "{}").statusCode()).isEqualTo(400);
            assertThat(get("/-/healthy").statusCode()).isEqualTo(200);
        }
    }

    private HttpResponse<String> post(String operation, String body) throws Exception {
        return send(request(operation, HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String operation, HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(port.at("/"))
                .header("content-type", "application/x-amz-json-1.1")
                .header("x-amz-target", TARGET + operation)
                .POST(body);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(port.at(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(
                request.timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}

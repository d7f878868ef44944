package dev.berth.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.CallHandler.Lane;
import dev.berth.http.IncomingCall;
import dev.berth.protocol.cbor.AwsCbor;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.SignableRequest;
import dev.berth.protocol.sigv4.Signer;
import dev.berth.protocol.sigv4.Verifier;
import dev.berth.protocol.wire.EncodedResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;

/** Calls reach a service by what they say, whatever protocol they are in. */
class AwsApiTest {
    private static final Credentials KEY = Credentials.of("AKIATESTTESTTESTTEST", "secret");
    private static final URI ROOT = URI.create("http://127.0.0.1/");
    private static final String JSON = "application/x-amz-json-1.1";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final List<AnsweredCall> answered = new ArrayList<>();

    /** Three services with one operation each of the same shape. */
    private final List<AwsService> services =
            List.of(
                    service("one", AwsService.Names.json("One_2020")),
                    service("two", AwsService.Names.query("2015-12-01", "http://two/doc/")),
                    service("three", new AwsService.Names("Three_2020", "", "", "Three")));

    private final AwsApi api = api(answered::add);

    private AwsApi api(java.util.function.Consumer<AnsweredCall> observer) {
        return new AwsApi(
                new Verifier(
                        "eu-test-1",
                        AwsApi.signingNames(services),
                        Duration.ofMinutes(5),
                        id -> Optional.of(KEY).filter(key -> key.accessKeyId().equals(id))),
                InstantSource.system(),
                services,
                observer);
    }

    private static AwsService service(String name, AwsService.Names names) {
        var list =
                new Operation<>(
                        "ListClusters",
                        ListClustersRequest::builder,
                        Members.supported("nextToken", "maxResults"),
                        (request, _) -> {
                            if ("overflow".equals(request.nextToken())) {
                                throw new StackOverflowError();
                            }
                            return ListClustersResponse.builder()
                                    .clusterArns(name, String.valueOf(request.maxResults()))
                                    .build();
                        });
        var report =
                new Operation<>(
                                "Report",
                                ListClustersRequest::builder,
                                Members.supported(),
                                (_, _) -> ListClustersResponse.builder().build())
                        .forAgents();
        return AwsService.of(
                name, name, names, List.<Operation<?, ?>>of(list, report), Set.of("NotBuilt"));
    }

    private static SignableRequest signed(
            String service, String path, Map<String, String> headers, byte[] body) {
        var uri = ROOT.resolve(path);
        var all = new LinkedHashMap<>(headers);
        all.put("host", "127.0.0.1");
        all.putAll(
                new Signer(service, "eu-test-1")
                        .sign(KEY, "POST", uri, headers, body, Instant.now()));
        return new SignableRequest(
                "POST",
                uri.getPath(),
                "",
                all.entrySet().stream()
                        .map(h -> new SignableRequest.Header(h.getKey(), h.getValue()))
                        .toList(),
                body);
    }

    private EncodedResponse json(String service, String target, String contentType, String body) {
        var headers = new LinkedHashMap<>(Map.of("x-amz-target", target));
        if (!contentType.isEmpty()) {
            headers.put("content-type", contentType);
        }
        return answer(signed(service, "/", headers, utf8(body)));
    }

    private EncodedResponse form(String service, String body) {
        return answer(signed(service, "/", Map.of("content-type", FORM), utf8(body)));
    }

    private EncodedResponse answer(SignableRequest request) {
        return api.answer(new IncomingCall("r-1", "http", request));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(EncodedResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void theTargetPrefixPicksAJsonService() {
        assertThat(text(json("one", "One_2020.ListClusters", JSON, "{\"maxResults\":3}")))
                .isEqualTo("{\"clusterArns\":[\"one\",\"3\"]}");
        assertThat(text(json("three", "Three_2020.ListClusters", JSON, "{}")))
                .contains("\"three\"");
    }

    @Test
    void theVersionOfAFormPicksAQueryServiceAndNoFormIsTakenForAnother() {
        assertThat(text(form("two", "Action=ListClusters&Version=2015-12-01&maxResults=4")))
                .contains("xmlns=\"http://two/doc/\"", "<ListClustersResult>", "4");

        var other = form("two", "Action=DescribeAlarms&Version=2010-08-01");

        assertThat(other.status()).isEqualTo(400);
        assertThat(text(other)).contains("<Code>InvalidAction</Code>");
        assertThat(answered.getLast().operation()).isEqualTo(AnsweredCall.UNKNOWN);
    }

    @Test
    void thePathPicksACborService() throws Exception {
        var response =
                answer(
                        signed(
                                "three",
                                "/service/Three/operation/ListClusters",
                                Map.of(
                                        "smithy-protocol",
                                        "rpc-v2-cbor",
                                        "content-type",
                                        "application/cbor"),
                                AwsCbor.write(
                                        ListClustersRequest.builder().maxResults(5).build())));

        assertThat(response.contentType()).isEqualTo("application/cbor");
        assertThat(
                        AwsCbor.decode(
                                        AwsCbor.parse(response.body()),
                                        ListClustersResponse.builder())
                                .build()
                                .clusterArns())
                .containsExactly("three", "5");
    }

    @ParameterizedTest
    @CsvSource({
        "One_2020.NotBuilt, UnsupportedFeatureException, NotBuilt is not supported yet.",
        "One_2020.Nonsense, UnknownOperationException, one has no such operation.",
        "Other.ListClusters, UnknownOperationException, This server does not have the service of"
                + " this call."
    })
    void anOperationThatIsNotThereIsRefusedByName(String target, String code, String message) {
        var response = json("one", target, JSON, "{}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(text(response))
                .isEqualTo("{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}");
        assertThat(answered.getLast().operation()).isEqualTo(AnsweredCall.UNKNOWN);
    }

    @Test
    void aCallSignedForAnotherServiceIsRefused() {
        var response = json("two", "One_2020.ListClusters", JSON, "{}");

        assertThat(response.headers())
                .containsEntry("x-amzn-ErrorType", "InvalidSignatureException");
        assertThat(text(response))
                .contains("signed for the service two")
                .contains("belongs to one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-amz-json-1.0",
                "application/x-amz-json-1.1",
                "application/x-amz-json-1.1; charset=utf-8",
                "application/x-amz-json-1.0;charset=UTF-8"
            })
    void bothVersionsOfAwsJsonAreTaken(String contentType) {
        var response = json("one", "One_2020.ListClusters", contentType, "{}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo(contentType.split(";")[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/xml", "multipart/form-data; boundary=x"})
    void aJsonCallOfAnotherContentTypeIsRefused(String contentType) {
        var response = json("one", "One_2020.ListClusters", contentType, "{}");

        assertThat(response.status()).isEqualTo(415);
        assertThat(text(response)).contains("application/x-amz-json-1.1");
    }

    @Test
    void anErrorInAHandlerIsAServerExceptionAndTheNextCallIsAnswered() {
        var response = json("one", "One_2020.ListClusters", JSON, "{\"nextToken\":\"overflow\"}");

        assertThat(response.status()).isEqualTo(500);
        assertThat(text(response)).contains("ServerException");
        assertThat(json("one", "One_2020.ListClusters", JSON, "{}").status()).isEqualTo(200);
    }

    @Test
    void aCallIsAnsweredAlsoWhereCountingItFails() {
        var failing =
                api(
                        _ -> {
                            throw new IllegalStateException("the disk of the log is full");
                        });
        var request =
                signed(
                        "one",
                        "/",
                        Map.of("x-amz-target", "One_2020.ListClusters", "content-type", JSON),
                        utf8("{}"));

        assertThat(failing.answer(new IncomingCall("r-2", "http", request)).status())
                .isEqualTo(200);
    }

    @Test
    void callsOfAgentsHaveALaneOfTheirOwn() {
        assertThat(lane("One_2020.Report")).isEqualTo(Lane.AGENTS);
        assertThat(lane("One_2020.ListClusters")).isEqualTo(Lane.USERS);
        assertThat(lane("Other.Report")).isEqualTo(Lane.USERS);
    }

    private Lane lane(String target) {
        return api.lane(
                signed(
                        "one",
                        "/",
                        Map.of("x-amz-target", target, "content-type", JSON),
                        new byte[0]));
    }

    @Test
    void whatIsNotSignedIsRefusedInItsOwnProtocol() {
        var json =
                new SignableRequest(
                        "POST",
                        "/",
                        "",
                        List.of(
                                new SignableRequest.Header("x-amz-target", "One_2020.ListClusters"),
                                new SignableRequest.Header("content-type", JSON)),
                        utf8("{}"));
        var form =
                new SignableRequest(
                        "POST",
                        "/",
                        "",
                        List.of(new SignableRequest.Header("content-type", FORM)),
                        utf8("Action=ListClusters&Version=2015-12-01"));

        assertThat(text(answer(json))).startsWith("{\"__type\":\"");
        assertThat(text(answer(form))).startsWith("<ErrorResponse");
        assertThat(answered).extracting(AnsweredCall::caller).containsOnlyNulls();
    }
}

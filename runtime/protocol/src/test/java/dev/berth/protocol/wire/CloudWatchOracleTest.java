package dev.berth.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.protocol.sigv4.SignableRequest;
import dev.berth.protocol.sigv4.SignableRequest.Header;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.ClientEndpointProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.config.SdkClientConfiguration;
import software.amazon.awssdk.core.client.config.SdkClientOption;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.protocols.core.OperationInfo;
import software.amazon.awssdk.protocols.json.AwsJsonProtocolFactory;
import software.amazon.awssdk.protocols.json.JsonOperationMetadata;
import software.amazon.awssdk.protocols.query.AwsQueryProtocolFactory;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * CloudWatch in the query protocol and in AWS JSON 1.0, which older clients and other SDKs speak.
 * The client of this SDK speaks CBOR only, so there is no client to try. The oracle is what its
 * clients of query and JSON services consist of: the protocol factories of the SDK, which marshall
 * CloudWatch's own model classes and unmarshall the answers.
 */
class CloudWatchOracleTest {
    private static final int ROUNDS = 4;
    private static final String TARGET = "GraniteServiceVersion20100801";
    private static final String VERSION = "2010-08-01";

    private static final SdkClientConfiguration CONFIGURATION =
            SdkClientConfiguration.builder()
                    .option(
                            SdkClientOption.CLIENT_ENDPOINT_PROVIDER,
                            ClientEndpointProvider.forEndpointOverride(
                                    URI.create("http://localhost")))
                    .build();
    private static final AwsQueryProtocolFactory QUERY_FACTORY =
            AwsQueryProtocolFactory.builder().clientConfiguration(CONFIGURATION).build();
    private static final AwsJsonProtocolFactory JSON_FACTORY =
            AwsJsonProtocolFactory.builder()
                    .clientConfiguration(CONFIGURATION)
                    .protocol(software.amazon.awssdk.protocols.json.AwsJsonProtocol.AWS_JSON)
                    .protocolVersion("1.0")
                    .build();

    /** A protocol as the SDK implements it. */
    enum Oracle {
        QUERY(VERSION) {
            @Override
            SdkHttpFullRequest marshall(String operation, SdkPojo request) {
                return QUERY_FACTORY
                        .createProtocolMarshaller(operation(operation).apiVersion(VERSION).build())
                        .marshall(request);
            }

            @Override
            SdkPojo unmarshall(SdkHttpFullResponse response, Supplier<SdkPojo> builder)
                    throws Exception {
                return (SdkPojo)
                        QUERY_FACTORY
                                .<AwsResponse>createResponseHandler(builder)
                                .handle(response, new ExecutionAttributes());
            }
        },
        JSON_1_0(TARGET) {
            @Override
            SdkHttpFullRequest marshall(String operation, SdkPojo request) {
                return JSON_FACTORY
                        .createProtocolMarshaller(operation(TARGET + "." + operation).build())
                        .marshall(request);
            }

            @Override
            SdkPojo unmarshall(SdkHttpFullResponse response, Supplier<SdkPojo> builder)
                    throws Exception {
                var metadata =
                        JsonOperationMetadata.builder()
                                .hasStreamingSuccessResponse(false)
                                .isPayloadJson(true)
                                .build();
                return JSON_FACTORY
                        .createResponseHandler(metadata, builder)
                        .handle(response, new ExecutionAttributes());
            }
        };

        final String service;

        Oracle(String service) {
            this.service = service;
        }

        abstract SdkHttpFullRequest marshall(String operation, SdkPojo request);

        abstract SdkPojo unmarshall(SdkHttpFullResponse response, Supplier<SdkPojo> builder)
                throws Exception;

        static OperationInfo.Builder operation(String identifier) {
            return OperationInfo.builder()
                    .httpMethod(SdkHttpMethod.POST)
                    .requestUri("/")
                    .operationIdentifier(identifier)
                    .hasPayloadMembers(true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationsRequestAndAnswerArriveAsTheyWereSent(Oracle oracle) throws Exception {
        var operations =
                Arrays.stream(CloudWatchClient.class.getMethods())
                        .filter(method -> method.getParameterCount() == 1)
                        .filter(
                                method ->
                                        AwsRequest.class.isAssignableFrom(
                                                method.getParameterTypes()[0]))
                        .filter(
                                method ->
                                        AwsResponse.class.isAssignableFrom(method.getReturnType()))
                        .sorted(Comparator.comparing(Method::getName))
                        .toList();
        assertThat(operations).hasSizeGreaterThan(30);
        for (var operation : operations) {
            for (long seed = 0; seed < ROUNDS; seed++) {
                arrivesAsSent(oracle, operation, seed);
            }
        }
    }

    private static void arrivesAsSent(Oracle oracle, Method operation, long seed) throws Exception {
        var what = oracle + " " + operation.getName() + " with seed " + seed;
        var type = operation.getParameterTypes()[0];
        var name = type.getSimpleName().replaceAll("Request$", "");
        var models = new GeneratedModels(operation.getName().hashCode() + seed);
        var sent = models.request(builder(type));
        var response = models.request(builder(operation.getReturnType()));

        var http = signable(oracle.marshall(name, sent));
        var protocol = WireProtocol.of(http);
        var called = protocol.called(http);
        assertThat(called).as(what).isEqualTo(new CalledOperation(oracle.service, name));
        var read = protocol.decode(protocol.read(http), builder(type).get());
        assertThat(((Buildable) read).build()).as(what).isEqualTo(sent);

        var context =
                ResponseContext.of(http, called, "request-1").withNamespace("http://service/doc/");
        var answer = protocol.success(response, context);
        var received = oracle.unmarshall(full(answer), builder(operation.getReturnType()));
        assertThat(received.equalsBySdkFields(response))
                .as("%s: %s was answered, %s was read", what, response, received)
                .isTrue();
    }

    private static Supplier<SdkPojo> builder(Class<?> type) throws ReflectiveOperationException {
        var method = type.getMethod("builder");
        return () -> {
            try {
                return (SdkPojo) method.invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        };
    }

    /** As it is sent: a client sends the parameters of a POST as a form. */
    private static SignableRequest signable(SdkHttpFullRequest request) throws IOException {
        var headers = new ArrayList<Header>();
        request.forEachHeader(
                (name, values) -> values.forEach(value -> headers.add(new Header(name, value))));
        var form = request.encodedQueryParameters();
        if (form.isPresent()) {
            headers.add(
                    new Header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"));
        }
        var body =
                form.isPresent()
                        ? form.get().getBytes(java.nio.charset.StandardCharsets.UTF_8)
                        : body(request);
        return new SignableRequest("POST", "/", "", List.copyOf(headers), body);
    }

    private static byte[] body(SdkHttpFullRequest request) throws IOException {
        var content = request.contentStreamProvider().map(ContentStreamProvider::newStream);
        return content.isPresent() ? content.get().readAllBytes() : new byte[0];
    }

    private static SdkHttpFullResponse full(EncodedResponse answer) {
        var response =
                SdkHttpFullResponse.builder()
                        .statusCode(answer.status())
                        .putHeader("Content-Type", answer.contentType())
                        .content(
                                AbortableInputStream.create(
                                        new ByteArrayInputStream(answer.body())));
        answer.headers().forEach(response::putHeader);
        return response.build();
    }
}

package dev.berth.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.protocol.sigv4.Verification.Verified;
import dev.berth.protocol.wire.LoopbackService.Script;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * The SDK's own clients as the oracle: what a client sends is read, and what is answered is read by
 * the client, for every operation of six services in three protocols.
 */
class SdkClientOracleTest {
    private static final int ROUNDS = 4;

    private static LoopbackService server;
    private static List<Service> services;

    /** One service's client and its protocol. */
    record Service(
            Class<? extends SdkClient> type,
            SdkClient client,
            Class<? extends WireProtocol> protocol,
            String name) {
        @Override
        public String toString() {
            return type.getSimpleName();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = new LoopbackService();
        services =
                List.of(
                        new Service(
                                EcsClient.class,
                                client(EcsClient.builder()),
                                AwsJsonProtocol.class,
                                "AmazonEC2ContainerServiceV20141113"),
                        new Service(
                                CloudWatchLogsClient.class,
                                client(CloudWatchLogsClient.builder()),
                                AwsJsonProtocol.class,
                                "Logs_20140328"),
                        new Service(
                                ApplicationAutoScalingClient.class,
                                client(ApplicationAutoScalingClient.builder()),
                                AwsJsonProtocol.class,
                                "AnyScaleFrontendService"),
                        new Service(
                                StsClient.class,
                                client(StsClient.builder()),
                                AwsQueryProtocol.class,
                                "2011-06-15"),
                        new Service(
                                ElasticLoadBalancingV2Client.class,
                                client(ElasticLoadBalancingV2Client.builder()),
                                AwsQueryProtocol.class,
                                "2015-12-01"),
                        new Service(
                                CloudWatchClient.class,
                                client(CloudWatchClient.builder()),
                                RpcV2CborProtocol.class,
                                "GraniteServiceVersion20100801"));
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder) {
        return builder.endpointOverride(server.endpoint())
                .region(Region.of(LoopbackService.REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        LoopbackService.KEYS.accessKeyId(),
                                        LoopbackService.KEYS.secretAccessKey())))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(
                        config ->
                                config.retryStrategy(DefaultRetryStrategy.doNotRetry())
                                        .putAdvancedOption(
                                                SdkAdvancedClientOption
                                                        .DISABLE_HOST_PREFIX_INJECTION,
                                                true))
                .build();
    }

    @AfterAll
    static void stop() {
        services.forEach(service -> service.client().close());
        server.close();
    }

    static Stream<Service> services() {
        return services.stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyOperationsRequestAndAnswerArriveAsTheyWereSent(Service service) throws Exception {
        var operations = operations(service);
        assertThat(operations).hasSizeGreaterThan(7);
        for (var operation : operations) {
            for (long seed = 0; seed < ROUNDS; seed++) {
                arrivesAsSent(service, operation, seed);
            }
        }
    }

    private static void arrivesAsSent(Service service, Method operation, long seed)
            throws Exception {
        var what = operation.getName() + " with seed " + seed;
        var models = new GeneratedModels(operation.getName().hashCode() + seed);
        var builder = builder(operation.getParameterTypes()[0]);
        var sent = models.request(builder);
        var response = models.request(builder(operation.getReturnType()));
        server.expect(new Script(builder.get(), response, null));

        var received = (SdkPojo) call(service, operation, sent);

        var arrival = server.arrival();
        assertThat(arrival.malformed()).as(what).isNull();
        assertThat(arrival.protocol()).as(what).isInstanceOf(service.protocol());
        assertThat(arrival.called().service()).as(what).isEqualTo(service.name());
        assertThat(arrival.called().operation())
                .as(what)
                .isEqualToIgnoringCase(operation.getName());
        if (arrival.http().header("authorization").isPresent()) {
            assertThat(arrival.signature()).as(what).isInstanceOf(Verified.class);
        }
        var read = (SdkPojo) ((Buildable) arrival.builder()).build();
        assertThat(read).as(what).isEqualTo(sent);
        assertThat(received.equalsBySdkFields(response))
                .as("%s: %s was answered, %s was read", what, response, received)
                .isTrue();
        assertThat(((AwsResponse) received).responseMetadata().requestId()).isEqualTo("request-1");
    }

    /** All methods that take a request and return an answer, without those that stream. */
    private static List<Method> operations(Service service) {
        return Arrays.stream(service.type().getMethods())
                .filter(method -> method.getParameterCount() == 1)
                .filter(method -> AwsRequest.class.isAssignableFrom(method.getParameterTypes()[0]))
                .filter(method -> AwsResponse.class.isAssignableFrom(method.getReturnType()))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
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

    private static Object call(Service service, Method operation, SdkPojo request)
            throws Exception {
        try {
            return operation.invoke(service.client(), request);
        } catch (InvocationTargetException e) {
            throw new AssertionError(operation.getName() + ": " + e.getCause(), e.getCause());
        }
    }

    private static <E extends AwsServiceException> E refusal(
            Class<E> type, SdkPojo builder, WireError error, Runnable call) {
        server.expect(new Script(builder, null, error));
        var refusal = catchThrowableOfType(type, call::run);
        assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo("It is <not> there & why.");
        assertThat(refusal.statusCode()).isEqualTo(error.status());
        assertThat(refusal.requestId()).isEqualTo("request-1");
        return refusal;
    }

    private static <C> C clientOf(Class<C> type) {
        return services.stream()
                .map(Service::client)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private static WireError error(String code) {
        return WireError.of(404, code, "It is <not> there & why.");
    }

    @Test
    void anErrorHasItsOwnExceptionInJson() {
        var logs = clientOf(CloudWatchLogsClient.class);
        refusal(
                software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException
                        .class,
                software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest
                        .builder(),
                error("ResourceNotFoundException"),
                () -> logs.describeLogStreams(r -> r.logGroupName("g")));
    }

    @Test
    void anErrorHasItsOwnExceptionInQuery() {
        var balancers = clientOf(ElasticLoadBalancingV2Client.class);
        refusal(
                LoadBalancerNotFoundException.class,
                software.amazon.awssdk.services.elasticloadbalancingv2.model
                        .DescribeLoadBalancersRequest.builder(),
                error("LoadBalancerNotFoundException").inQuery(404, "LoadBalancerNotFound"),
                () -> balancers.describeLoadBalancers());
    }

    @Test
    void anErrorHasItsOwnExceptionInCbor() {
        var cloudWatch = clientOf(CloudWatchClient.class);
        refusal(
                ResourceNotFoundException.class,
                software.amazon.awssdk.services.cloudwatch.model.GetDashboardRequest.builder(),
                error("ResourceNotFoundException").inQuery(404, "ResourceNotFound"),
                () -> cloudWatch.getDashboard(r -> r.dashboardName("d")));
    }

    @Test
    void aLargeRequestThatTheClientCompressesIsRead() {
        var names = Stream.iterate(0, i -> i < 900, i -> i + 1).map(i -> "metric-" + i).toList();
        var request =
                PutMetricDataRequest.builder()
                        .namespace("n")
                        .metricData(
                                names.stream()
                                        .map(
                                                name ->
                                                        software.amazon.awssdk.services.cloudwatch
                                                                .model.MetricDatum.builder()
                                                                .metricName(name)
                                                                .value(Double.MIN_VALUE)
                                                                .build())
                                        .toList())
                        .build();
        var builder = PutMetricDataRequest.builder();
        server.expect(
                new Script(
                        (SdkPojo) builder,
                        software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse
                                .builder()
                                .build(),
                        null));

        clientOf(CloudWatchClient.class).putMetricData(request);

        assertThat(server.arrival().http().header("content-encoding")).contains("gzip");
        assertThat(builder.build()).isEqualTo(request);
    }

    @Test
    void emptyListsInRequestsStayEmptyLists() {
        var request =
                software.amazon.awssdk.services.elasticloadbalancingv2.model
                        .DescribeLoadBalancersRequest.builder()
                        .names(List.of())
                        .build();
        var builder =
                software.amazon.awssdk.services.elasticloadbalancingv2.model
                        .DescribeLoadBalancersRequest.builder();
        server.expect(
                new Script(
                        (SdkPojo) builder,
                        software.amazon.awssdk.services.elasticloadbalancingv2.model
                                .DescribeLoadBalancersResponse.builder()
                                .build(),
                        null));

        clientOf(ElasticLoadBalancingV2Client.class).describeLoadBalancers(request);

        assertThat(builder.build()).isEqualTo(request);
    }
}

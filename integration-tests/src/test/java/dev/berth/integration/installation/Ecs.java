package dev.berth.integration.installation;

import dev.berth.integration.testbed.Await;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * One cluster as the AWS SDK for Java sees it. The client never retries by itself: a test says what
 * is called, and how often.
 */
public final class Ecs implements AutoCloseable {
    private static final Duration RUNNING = Duration.ofSeconds(60);
    private static final Duration STOPPED = Duration.ofSeconds(60);

    private final EcsClient client;
    private final StsClient sts;
    private final String cluster;

    public Ecs(BerthServer server, String cluster) {
        this.cluster = cluster;
        this.client = clientOf(server, server.credentials());
        this.sts =
                configure(StsClient.builder(), server, server.credentials())
                        .httpClient(http())
                        .build();
    }

    /** A client with other keys than the server's own. */
    public static EcsClient clientOf(BerthServer server, AwsCredentialsProvider credentials) {
        return configure(EcsClient.builder(), server, credentials).httpClient(http()).build();
    }

    private static SdkHttpClient http() {
        return Apache5HttpClient.builder().socketTimeout(Duration.ofSeconds(60)).build();
    }

    private static <B extends AwsClientBuilder<B, ?>> B configure(
            B builder, BerthServer server, AwsCredentialsProvider credentials) {
        return builder.endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
    }

    public EcsClient client() {
        return client;
    }

    public StsClient sts() {
        return sts;
    }

    public String cluster() {
        return cluster;
    }

    /** Registers a task definition of these containers; its ARN. */
    public String register(String family, ContainerDefinition.Builder... containers) {
        return register(family, _ -> {}, containers);
    }

    public String register(
            String family,
            Consumer<RegisterTaskDefinitionRequest.Builder> more,
            ContainerDefinition.Builder... containers) {
        var request = RegisterTaskDefinitionRequest.builder().family(family);
        request.containerDefinitions(
                List.of(containers).stream().map(ContainerDefinition.Builder::build).toList());
        more.accept(request);
        return client.registerTaskDefinition(request.build()).taskDefinition().taskDefinitionArn();
    }

    /** Runs one task that must find room. */
    public Task run(String taskDefinition) {
        return run(taskDefinition, _ -> {}).getFirst();
    }

    /** Runs tasks that must all find room. */
    public List<Task> run(String taskDefinition, Consumer<RunTaskRequest.Builder> more) {
        var request = RunTaskRequest.builder().cluster(cluster).taskDefinition(taskDefinition);
        more.accept(request);
        var response = client.runTask(request.build());
        if (!response.failures().isEmpty())
            throw new AssertionError("not all tasks found room: " + response.failures());
        return response.tasks();
    }

    public void stop(Task task, String reason) {
        client.stopTask(r -> r.cluster(cluster).task(task.taskArn()).reason(reason));
    }

    public Task describe(String task) {
        var response = client.describeTasks(r -> r.cluster(cluster).tasks(task));
        if (response.tasks().isEmpty()) throw new AssertionError("no such task: " + response);
        return response.tasks().getFirst();
    }

    public List<Task> describe(Collection<String> tasks) {
        return chunked(tasks).stream()
                .flatMap(
                        some ->
                                client
                                        .describeTasks(r -> r.cluster(cluster).tasks(some))
                                        .tasks()
                                        .stream())
                .toList();
    }

    /** Waits until the task runs; fails at once when it has stopped instead. */
    public Task awaitRunning(Task task) {
        return Await.value(
                "the task to run",
                RUNNING,
                () -> {
                    var now = describe(task.taskArn());
                    if (now.lastStatus().equals("STOPPED"))
                        throw new Await.Hopeless("the task stopped: " + whyStopped(now));
                    return Optional.of(now).filter(t -> t.lastStatus().equals("RUNNING"));
                });
    }

    public Task awaitStopped(Task task) {
        return Await.value(
                "the task to stop",
                STOPPED,
                () ->
                        Optional.of(describe(task.taskArn()))
                                .filter(t -> t.lastStatus().equals("STOPPED")));
    }

    public void awaitContainerStopped(Task task, String container) {
        Await.until(
                container + " to stop",
                STOPPED,
                () ->
                        container(describe(task.taskArn()), container)
                                .lastStatus()
                                .equals("STOPPED"));
    }

    /** Every task of the cluster that the API lists with this desired status. */
    public List<String> list(DesiredStatus desired) {
        return client
                .listTasksPaginator(r -> r.cluster(cluster).desiredStatus(desired))
                .taskArns()
                .stream()
                .toList();
    }

    public List<ContainerInstance> instances() {
        var arns = client.listContainerInstances(r -> r.cluster(cluster)).containerInstanceArns();
        if (arns.isEmpty()) return List.of();
        return client.describeContainerInstances(r -> r.cluster(cluster).containerInstances(arns))
                .containerInstances();
    }

    /** Waits until the server has so many connected instances to place tasks on. */
    public void awaitConnected(int number) {
        Await.until(
                number + " connected instances in " + cluster,
                Duration.ofSeconds(60),
                () -> instances().stream().filter(i -> i.agentConnected()).count() == number);
    }

    /** Stops whatever still runs in the cluster and waits until it has. */
    public void stopEverything() {
        var running = list(DesiredStatus.RUNNING);
        for (var task : running)
            client.stopTask(r -> r.cluster(cluster).task(task).reason("the test is over"));
        Await.until(
                "all tasks to stop",
                STOPPED,
                () ->
                        describe(running).stream()
                                .allMatch(task -> task.lastStatus().equals("STOPPED")));
    }

    public static Container container(Task task, String name) {
        return task.containers().stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no container " + name + " in " + task));
    }

    /** What a person would ask about a stopped task. */
    public static String whyStopped(Task task) {
        return "%s, %s; %s"
                .formatted(
                        task.stopCodeAsString(),
                        task.stoppedReason(),
                        task.containers().stream()
                                .map(c -> c.name() + " " + c.exitCode() + " " + c.reason())
                                .collect(Collectors.joining(", ")));
    }

    private static List<List<String>> chunked(Collection<String> tasks) {
        var all = List.copyOf(tasks);
        return IntStream.iterate(0, i -> i < all.size(), i -> i + 100)
                .mapToObj(i -> all.subList(i, Math.min(i + 100, all.size())))
                .toList();
    }

    @Override
    public void close() {
        client.close();
        sts.close();
    }
}

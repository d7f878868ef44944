package dev.berth.cli.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.installation.RunningServer;
import dev.berth.cli.outcome.Version;
import dev.berth.protocol.client.AwsException;
import dev.berth.protocol.client.AwsJsonClient;
import dev.berth.protocol.sigv4.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** The ECS API of the server on this machine, with all pages of a list as one. */
public final class EcsApi implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int BATCH = 100;

    private final AwsJsonClient client;

    private EcsApi(AwsJsonClient client) {
        this.client = client;
    }

    public static EcsApi of(RunningServer server, Credentials credentials) {
        return new EcsApi(
                new AwsJsonClient(
                        server.endpoint(),
                        server.trust(),
                        server.region(),
                        () -> credentials,
                        "berth-cli/" + Version.number()));
    }

    public <B extends SdkPojo> B call(String operation, SdkPojo request, B response)
            throws AwsException, IOException, InterruptedException {
        return client.call(operation, request, response, TIMEOUT);
    }

    /** The same, for a request with members that the SDK's model lacks. */
    public <B extends SdkPojo> B call(String operation, JsonNode request, B response)
            throws AwsException, IOException, InterruptedException {
        return client.call(operation, request, response, TIMEOUT);
    }

    public List<Cluster> clusters() throws AwsException, IOException, InterruptedException {
        var arns =
                pages(
                        token -> {
                            var page =
                                    call(
                                                    "ListClusters",
                                                    ListClustersRequest.builder().nextToken(token),
                                                    ListClustersResponse.builder())
                                            .build();
                            return new Page<>(page.clusterArns(), page.nextToken());
                        });
        return batches(
                arns,
                batch ->
                        call(
                                        "DescribeClusters",
                                        DescribeClustersRequest.builder().clusters(batch),
                                        DescribeClustersResponse.builder())
                                .build()
                                .clusters());
    }

    public List<ContainerInstance> containerInstances(String cluster)
            throws AwsException, IOException, InterruptedException {
        var arns =
                pages(
                        token -> {
                            var page =
                                    call(
                                                    "ListContainerInstances",
                                                    ListContainerInstancesRequest.builder()
                                                            .cluster(cluster)
                                                            .nextToken(token),
                                                    ListContainerInstancesResponse.builder())
                                            .build();
                            return new Page<>(page.containerInstanceArns(), page.nextToken());
                        });
        return batches(arns, batch -> describeInstances(cluster, batch));
    }

    public List<ContainerInstance> describeInstances(String cluster, List<String> arns)
            throws AwsException, IOException, InterruptedException {
        return call(
                        "DescribeContainerInstances",
                        DescribeContainerInstancesRequest.builder()
                                .cluster(cluster)
                                .containerInstances(arns),
                        DescribeContainerInstancesResponse.builder())
                .build()
                .containerInstances();
    }

    /**
     * @param filter such as {@code ListTasksRequest.builder().cluster(c).desiredStatus(RUNNING)}
     */
    public List<Task> tasks(ListTasksRequest filter)
            throws AwsException, IOException, InterruptedException {
        var arns =
                pages(
                        token -> {
                            var page =
                                    call(
                                                    "ListTasks",
                                                    filter.toBuilder().nextToken(token),
                                                    ListTasksResponse.builder())
                                            .build();
                            return new Page<>(page.taskArns(), page.nextToken());
                        });
        return batches(arns, batch -> describeTasks(filter.cluster(), batch));
    }

    public List<Task> describeTasks(String cluster, List<String> arns)
            throws AwsException, IOException, InterruptedException {
        return call(
                        "DescribeTasks",
                        DescribeTasksRequest.builder().cluster(cluster).tasks(arns),
                        DescribeTasksResponse.builder())
                .build()
                .tasks();
    }

    @Override
    public void close() {
        client.close();
    }

    record Page<T>(List<T> items, String nextToken) {}

    @FunctionalInterface
    interface Call<I, O> {
        O with(I input) throws AwsException, IOException, InterruptedException;
    }

    static <T> List<T> pages(Call<String, Page<T>> page)
            throws AwsException, IOException, InterruptedException {
        var items = new ArrayList<T>();
        String token = null;
        do {
            var next = page.with(token);
            items.addAll(next.items());
            token = next.nextToken();
        } while (token != null);
        return items;
    }

    private static <T> List<T> batches(List<String> arns, Call<List<String>, List<T>> describe)
            throws AwsException, IOException, InterruptedException {
        return batches(arns, BATCH, describe);
    }

    static <T> List<T> batches(List<String> arns, int size, Call<List<String>, List<T>> describe)
            throws AwsException, IOException, InterruptedException {
        var items = new ArrayList<T>();
        for (int from = 0; from < arns.size(); from += size) {
            items.addAll(describe.with(arns.subList(from, Math.min(arns.size(), from + size))));
        }
        return items;
    }
}

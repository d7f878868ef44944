package dev.berth.integration.benchmark;

import dev.berth.protocol.client.AwsException;
import dev.berth.protocol.client.AwsJsonClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/** What the callers of a measure call, each over a connection that is kept. */
final class Calls {
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final int DESCRIBED_AT_ONCE = 100;

    private final AwsJsonClient http;
    private final String cluster;
    private final Size size;

    Calls(AwsJsonClient http, String cluster, Size size) {
        this.http = http;
        this.cluster = cluster;
        this.size = size;
    }

    /**
     * @param sentAt by the ARN of each task, when its call was sent
     */
    record Run(Pace pace, Histogram callMicros, Map<String, Instant> sentAt) {
        double callMillis(double percentile) {
            return callMicros.getValueAtPercentile(percentile) / 1e3;
        }
    }

    /** Makes calls until there are none left. */
    private interface Caller {
        void run() throws AwsException, IOException, InterruptedException;
    }

    void createCluster() throws Exception {
        http.call(
                "CreateCluster",
                CreateClusterRequest.builder().clusterName(cluster).build(),
                CreateClusterResponse.builder(),
                CALL);
    }

    void register(String family) throws Exception {
        http.call(
                "RegisterTaskDefinition",
                RegisterTaskDefinitionRequest.builder()
                        .family(family)
                        .containerDefinitions(
                                ContainerDefinition.builder()
                                        .name("main")
                                        .image("local/fake:1")
                                        .cpu(Size.TASK_CPU)
                                        .memory(Size.TASK_MEMORY)
                                        .build())
                        .build(),
                RegisterTaskDefinitionResponse.builder(),
                CALL);
    }

    /** What the same path costs without anything behind it. */
    Pace listClusters(Duration time) throws Exception {
        var pace = new Pace();
        var end = System.nanoTime() + time.toNanos();
        each(
                () -> {
                    while (System.nanoTime() < end) {
                        http.call(
                                "ListClusters",
                                ListClustersRequest.builder().build(),
                                ListClustersResponse.builder(),
                                CALL);
                        pace.done(1);
                    }
                });
        return pace;
    }

    Run runTasks(String family, int requests) throws Exception {
        var run = new Run(new Pace(), new ConcurrentHistogram(3), new ConcurrentHashMap<>());
        var left = new AtomicInteger(requests);
        each(
                () -> {
                    while (left.getAndDecrement() > 0) {
                        runTask(family, run);
                    }
                });
        return run;
    }

    private void runTask(String family, Run run)
            throws AwsException, IOException, InterruptedException {
        var sentAt = Instant.now();
        var begun = System.nanoTime();
        var answer =
                http.call(
                                "RunTask",
                                RunTaskRequest.builder()
                                        .cluster(cluster)
                                        .taskDefinition(family)
                                        .count(Size.TASKS_PER_REQUEST)
                                        .clientToken(UUID.randomUUID().toString())
                                        .build(),
                                RunTaskResponse.builder(),
                                CALL)
                        .build();
        run.callMicros().recordValue((System.nanoTime() - begun) / 1_000);
        if (!answer.failures().isEmpty()) {
            throw new IllegalStateException("not all placed: " + answer.failures());
        }
        run.pace().done(answer.tasks().size());
        answer.tasks().forEach(task -> run.sentAt().put(task.taskArn(), sentAt));
    }

    /** In milliseconds, by the server's own clock at the report, which is this machine's. */
    Histogram timesToRunning(Run run) throws Exception {
        var times = new Histogram(3);
        var arns = List.copyOf(run.sentAt().keySet());
        for (int first = 0; first < arns.size(); first += DESCRIBED_AT_ONCE) {
            var some = arns.subList(first, Math.min(arns.size(), first + DESCRIBED_AT_ONCE));
            var tasks =
                    http.call(
                                    "DescribeTasks",
                                    DescribeTasksRequest.builder()
                                            .cluster(cluster)
                                            .tasks(some)
                                            .build(),
                                    DescribeTasksResponse.builder(),
                                    CALL)
                            .build()
                            .tasks();
            for (var task : tasks) {
                var sentAt = run.sentAt().get(task.taskArn());
                times.recordValue(
                        Math.max(0, Duration.between(sentAt, task.startedAt()).toMillis()));
            }
        }
        return times;
    }

    private void each(Caller caller) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var callers = new ArrayList<Future<?>>();
            for (int number = 0; number < size.callers(); number++) {
                callers.add(
                        threads.submit(
                                () -> {
                                    caller.run();
                                    return null;
                                }));
            }
            for (var running : callers) {
                running.get();
            }
        }
    }
}

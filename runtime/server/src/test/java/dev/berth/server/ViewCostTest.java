package dev.berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.retention.Retention;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.Connection;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.task.Progress;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskSpec;
import dev.berth.ecs.KnownPlacement;
import dev.berth.ecs.SharedServer;
import dev.berth.http.TestPort;
import dev.berth.protocol.wire.AwsJsonProtocol;
import dev.berth.wire.Call;
import dev.berth.wire.Operation;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcollections.HashTreePMap;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/**
 * What calls cost does not grow with the tasks of a cluster: what they allocate is measured with
 * 100, 1,000 and 10,000 tasks.
 */
class ViewCostTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<Integer> SIZES = List.of(100, 1_000, 10_000);
    private static final int PER_INSTANCE = 10;
    private static final int RUNS = 30;

    private static final String REAL = "e".repeat(32);

    @TempDir static Path folder;
    private static ControlPlane plane;
    private static final Map<String, Operation<?, ?>> OPERATIONS = new HashMap<>();

    @BeforeAll
    static void fill() throws Exception {
        plane =
                ControlPlane.start(
                        Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                        Retention.shown(Duration.ofHours(1)),
                        new KnownPlacement(),
                        InstantSource.system(),
                        ConfigFactory.empty());
        EcsOperations.over(plane, TestPort.ARNS, null)
                .forEach(operation -> OPERATIONS.put(operation.name(), operation));
        for (var size : SIZES) {
            var cluster = name(size);
            plane.ask(
                            AggregateKind.CLUSTER.at(cluster),
                            new ClusterCommand.Create(cluster, Map.of()))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            plane.clusterView(cluster).note(empty -> filled(empty, size));
            plane.clusterView(cluster)
                    .await(AggregateKind.TASK.at(cluster, id(size - 1)), 1)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    private static String name(int size) {
        return "with-" + size;
    }

    private static String id(int number) {
        return "%032x".formatted(number * 0x9e3779b97f4a7c15L & Long.MAX_VALUE);
    }

    /** Half of the tasks run, a quarter is PENDING, a quarter STOPPED; ten on each instance. */
    private static ClusterSnapshot filled(ClusterSnapshot snapshot, int size) {
        var cluster = snapshot.cluster();
        for (var i = 0; i < size; i++) {
            var instance = "%032x".formatted(i / PER_INSTANCE);
            if (i % PER_INSTANCE == 0) {
                snapshot =
                        snapshot.restored(
                                        AggregateKind.CONTAINER_INSTANCE.at(cluster, instance),
                                        1,
                                        instance(cluster, instance))
                                .withConnection(instance, connection(instance));
            }
            var task = task(cluster, instance, i);
            snapshot = snapshot.restored(AggregateKind.TASK.at(cluster, id(i)), 1, task);
        }
        return snapshot;
    }

    private static Connection connection(String instance) {
        return new Connection("session-" + instance, Instant.EPOCH);
    }

    private static ContainerInstance instance(String cluster, String id) {
        return new ContainerInstance.Registered(
                cluster,
                id,
                ContainerInstance.Status.ACTIVE,
                new Resources(PER_INSTANCE * 10, PER_INSTANCE * 10, Set.of()),
                Map.of("rack", "r" + id.charAt(31)),
                new ContainerInstance.Versions("1", null, null),
                Instant.EPOCH,
                HashTreePMap.empty(),
                0,
                1);
    }

    private static Task task(String cluster, String instance, int number) {
        var spec =
                new TaskSpec(
                        cluster,
                        id(number),
                        instance,
                        "web",
                        1,
                        "family:web",
                        "starter-" + number % 7,
                        "EC2",
                        null,
                        10,
                        10,
                        List.of());
        var now = Instant.now();
        var started = number % 4 == 0 ? null : now;
        var progress = new Progress(HashTreePMap.empty(), now, null, null, started, null, 1);
        return number % 4 == 1
                ? new Task.Stopped(
                        spec,
                        progress,
                        new Task.StopIntent(StopCode.USER_INITIATED, "test", now),
                        now,
                        Map.of(),
                        false)
                : new Task.Active(spec, progress, null);
    }

    private static Object call(String operation, ObjectNode document) {
        try {
            return OPERATIONS
                    .get(operation)
                    .answer(
                            new AwsJsonProtocol("application/x-amz-json-1.1"),
                            document,
                            new Call("r", "AKID", "http", "localhost", document));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode inCluster(int size) {
        return JsonNodeFactory.instance.objectNode().put("cluster", name(size));
    }

    /** What the call allocates in this thread, the least of several runs. */
    private static long allocated(Runnable call) {
        var least = Long.MAX_VALUE;
        for (var run = 0; run < RUNS; run++) {
            var before = THREADS.getCurrentThreadAllocatedBytes();
            call.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static void assertCostsTheSame(ToLongFunction<Integer> cost) {
        SIZES.forEach(cost::applyAsLong); // so that classes are loaded
        var costs = SIZES.stream().map(cost::applyAsLong).toList();
        assertThat(costs.getLast())
                .as("bytes with %s tasks: %s", SIZES, costs)
                .isLessThan(costs.getFirst() * 3 / 2);
    }

    @Test
    void listTasksReadsNoMoreThanItsPage() {
        assertCostsTheSame(
                size -> {
                    var first =
                            (ListTasksResponse)
                                    call("ListTasks", inCluster(size).put("maxResults", 20));
                    var next =
                            inCluster(size)
                                    .put("maxResults", 20)
                                    .put("nextToken", first.nextToken());
                    return allocated(
                            () -> {
                                call("ListTasks", inCluster(size).put("maxResults", 20));
                                call("ListTasks", next);
                            });
                });
    }

    @Test
    void listTasksOfAFamilyThatStoppedOrOfOneStarterReadsNoMoreThanItsPage() {
        assertCostsTheSame(
                size ->
                        allocated(
                                () -> {
                                    call(
                                            "ListTasks",
                                            inCluster(size)
                                                    .put("maxResults", 5)
                                                    .put("family", "web")
                                                    .put("desiredStatus", "STOPPED"));
                                    call(
                                            "ListTasks",
                                            inCluster(size)
                                                    .put("maxResults", 5)
                                                    .put("startedBy", "starter-3"));
                                }));
    }

    @Test
    void describeClustersCountsWithoutReadingTasks() {
        assertCostsTheSame(
                size -> {
                    var document = JsonNodeFactory.instance.objectNode();
                    document.putArray("clusters").add(name(size));
                    document.putArray("include").add("STATISTICS");
                    return allocated(() -> call("DescribeClusters", document));
                });
    }

    @Test
    void listContainerInstancesAndAttributesReadNoMoreThanTheirPage() {
        assertCostsTheSame(
                size ->
                        allocated(
                                () -> {
                                    call(
                                            "ListContainerInstances",
                                            inCluster(size).put("maxResults", 5));
                                    call(
                                            "ListAttributes",
                                            inCluster(size)
                                                    .put("targetType", "container-instance")
                                                    .put("attributeName", "rack")
                                                    .put("maxResults", 1));
                                }));
    }

    /** A task that is added changes the picture by a few nodes of each tree. */
    @Test
    void aChangeOfATaskCostsTheSame() {
        assertCostsTheSame(
                size -> {
                    var snapshot = plane.cluster(name(size));
                    var address = AggregateKind.TASK.at(name(size), "f".repeat(32));
                    var task = task(name(size), "%032x".formatted(3), 77_777);
                    return allocated(() -> snapshot.restored(address, 1, task));
                });
    }

    /** In all threads: handler, launcher, planner, entities and view. */
    @Test
    void runTaskCostsTheSame() throws Exception {
        var definition = JsonNodeFactory.instance.objectNode().put("family", "cost");
        definition
                .putArray("containerDefinitions")
                .addObject()
                .put("name", "main")
                .put("image", "busybox")
                .put("memory", 200);
        call("RegisterTaskDefinition", definition);
        for (var size : SIZES) {
            var address = AggregateKind.CONTAINER_INSTANCE.at(name(size), REAL);
            plane.ask(
                            address,
                            new InstanceCommand.Register(
                                    name(size),
                                    REAL,
                                    new Resources(1_000_000, 1_000_000, Set.of()),
                                    SharedServer.Running.attributes().stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            a -> a.name(),
                                                            a ->
                                                                    a.value() == null
                                                                            ? ""
                                                                            : a.value())),
                                    new ContainerInstance.Versions("1", null, null)))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            plane.clusterView(name(size))
                    .change(address, view -> view.withConnection(REAL, connection(REAL)));
        }
        assertCostsTheSame(
                size -> {
                    var document = inCluster(size).put("taskDefinition", "cost");
                    var least = Long.MAX_VALUE;
                    for (var run = 0; run < RUNS; run++) {
                        var before = THREADS.getTotalThreadAllocatedBytes();
                        var answer = (RunTaskResponse) call("RunTask", document);
                        least = Math.min(least, THREADS.getTotalThreadAllocatedBytes() - before);
                        assertThat(answer.tasks()).as("placed: %s", answer.failures()).hasSize(1);
                    }
                    return least;
                });
    }
}

package dev.berth.integration.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.Ecs;
import dev.berth.integration.testbed.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.ServerException;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Eight callers of RunTask, which repeat each call with its token until it is answered and stop
 * what every other call has started, and one scheduler of its own kind that places by StartTask.
 */
final class Callers implements AutoCloseable {
    private static final int CALLERS = 8;
    private static final int CALLS = 5;
    private static final int COUNT = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(50);
    private static final String OUTSIDE = "outside";

    /** Calls of RunTask that are answered in all. */
    static final int ANSWERS = CALLERS * CALLS;

    /** What a call says of who shall place its tasks: four schedulers, one the server's default. */
    private static final List<Consumer<RunTaskRequest.Builder>> SCHEDULERS =
            List.of(
                    request -> {},
                    request -> request.placementStrategy(by("random", null)),
                    request ->
                            request.placementStrategy(
                                    by("spread", "attribute:ecs.availability-zone"),
                                    by("binpack", "memory")),
                    request -> request.placementStrategy(by("binpack", "cpu")));

    private final Ecs ecs;
    private final String shared;
    private final String withPort;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> callers = new ArrayList<>();
    private final Map<RunTaskRequest, RunTaskResponse> answers = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> startedOutside = new ConcurrentLinkedQueue<>();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;
    private Future<?> outside;

    Callers(Ecs ecs, String shared, String withPort) {
        this.ecs = ecs;
        this.shared = shared;
        this.withPort = withPort;
    }

    private static PlacementStrategy by(String type, String field) {
        return PlacementStrategy.builder().type(type).field(field).build();
    }

    void start() {
        for (int number = 0; number < CALLERS; number++) {
            var scheduler = SCHEDULERS.get(number % SCHEDULERS.size());
            var name = "caller-" + number;
            callers.add(threads.submit(() -> call(name, scheduler)));
        }
        outside = threads.submit(this::placeFromOutside);
    }

    /** Waits until so many calls have been answered. */
    void awaitAnswers(int number) {
        Await.until(
                number + " answers",
                TIMEOUT,
                () -> {
                    for (var caller : callers)
                        if (caller.state() == Future.State.FAILED) caller.get();
                    return answered.get() >= number;
                });
    }

    void finish() throws Exception {
        for (var caller : callers) caller.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        over = true;
        outside.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private void call(String name, Consumer<RunTaskRequest.Builder> scheduler) {
        for (int number = 0; number < CALLS; number++) {
            var request =
                    RunTaskRequest.builder()
                            .cluster(ecs.cluster())
                            .taskDefinition(number == 2 ? withPort : shared)
                            .count(COUNT)
                            .startedBy(name)
                            .clientToken(UUID.randomUUID().toString());
            scheduler.accept(request);
            var call = request.build();
            var answer = untilAnswered(() -> ecs.client().runTask(call));
            answers.put(call, answer);
            failures.addAll(answer.failures());
            answered.incrementAndGet();
            if (number % 2 == 0) for (var task : answer.tasks()) stop(task);
        }
    }

    private void stop(Task task) {
        untilAnswered(
                () -> ecs.client().stopTask(r -> r.cluster(ecs.cluster()).task(task.taskArn())));
    }

    /** Looks, picks the emptiest, and asks for it; where another was faster, looks again. */
    private void placeFromOutside() {
        while (!over) {
            try {
                var emptiest = ecs.instances().stream().max(Comparator.comparing(Callers::freeCpu));
                if (emptiest.isEmpty()) continue;
                var answer =
                        ecs.client()
                                .startTask(
                                        r ->
                                                r.cluster(ecs.cluster())
                                                        .taskDefinition(shared)
                                                        .startedBy(OUTSIDE)
                                                        .containerInstances(
                                                                emptiest.get()
                                                                        .containerInstanceArn()));
                failures.addAll(answer.failures());
                for (var task : answer.tasks()) {
                    startedOutside.add(task.taskArn());
                    stop(task);
                }
            } catch (SdkClientException | ServerException _) {
                // The server is away: it looks again.
            }
        }
    }

    private static int freeCpu(ContainerInstance instance) {
        return instance.remainingResources().stream()
                .filter(resource -> resource.name().equals("CPU"))
                .findFirst()
                .orElseThrow()
                .integerValue();
    }

    private static <T> T untilAnswered(Callable<T> call) {
        return Await.value(
                "an answer",
                TIMEOUT,
                () -> {
                    try {
                        return Optional.of(call.call());
                    } catch (SdkClientException | ServerException _) {
                        return Optional.empty(); // the outcome is unknown: once more
                    }
                });
    }

    /**
     * Each task that was asked for is there, or there is a reason for each instance or each task.
     */
    void assertAnswered() {
        assertThat(answers).hasSize(ANSWERS);
        answers.forEach(
                (request, answer) -> {
                    assertThat(answer.tasks()).hasSizeLessThanOrEqualTo(request.count());
                    if (answer.tasks().size() < request.count())
                        assertThat(answer.failures()).as("why not").isNotEmpty();
                });
        assertThat(failures).allSatisfy(failure -> assertThat(failure.reason()).isNotBlank());
    }

    /** What was answered is there once, and nothing else of these callers. */
    void assertEachTaskExistsOnce() {
        var acknowledged = acknowledged();
        assertThat(acknowledged).doesNotHaveDuplicates();
        assertThat(startedOutside).doesNotHaveDuplicates();
        var existing = ecs.describe(everything());
        assertThat(existing)
                .filteredOn(task -> !task.startedBy().equals(OUTSIDE))
                .extracting(Task::taskArn)
                .containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(existing).extracting(Task::taskArn).containsAll(startedOutside);
    }

    private List<String> acknowledged() {
        return answers.values().stream()
                .flatMap(answer -> answer.tasks().stream())
                .map(Task::taskArn)
                .toList();
    }

    /** Every task of the cluster. */
    Collection<String> everything() {
        var all = new HashSet<>(ecs.list(DesiredStatus.RUNNING));
        all.addAll(ecs.list(DesiredStatus.STOPPED));
        return all;
    }

    int placed() {
        return acknowledged().size();
    }

    Set<String> refusals() {
        var reasons = new HashSet<String>();
        failures.forEach(failure -> reasons.add(failure.reason()));
        return reasons;
    }

    Collection<String> outside() {
        return startedOutside;
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}

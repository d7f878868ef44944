package dev.berth.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.testbed.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Clients that run and stop tasks while things break. Each repeats a call until it is acknowledged,
 * RunTask with the same token, and stops the tasks of every other call.
 */
final class Traffic implements AutoCloseable {
    private static final int CLIENTS = 3;
    private static final int CALLS = 6;
    private static final int TASKS = 2;

    /** Runs and stops that are acknowledged in all. */
    static final int ANSWERS = CLIENTS * (CALLS + CALLS / 2 * TASKS);

    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    private final Ecs ecs;
    private final String definition;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> clients = new ArrayList<>();
    private final Map<RunTaskRequest, List<String>> runs = new ConcurrentHashMap<>();
    private final Set<String> stops = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answers = new AtomicInteger();

    private Traffic(Ecs ecs) {
        this.ecs = ecs;
        this.definition = ecs.register("traffic", Containers.idle("main"));
    }

    static Traffic start(Ecs ecs) {
        var traffic = new Traffic(ecs);
        for (int i = 0; i < CLIENTS; i++)
            traffic.clients.add(traffic.threads.submit(traffic::client));
        return traffic;
    }

    /** Waits until so many calls have been acknowledged. */
    void awaitAnswers(int number) {
        Await.until(number + " answers", TIMEOUT, () -> answers.get() >= number);
    }

    /** Waits until every client has had all its calls acknowledged. */
    void finish() throws Exception {
        for (var client : clients) client.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Every acknowledged task is there, and every acknowledged stop was carried out. */
    void assertKept() {
        var all = runs.values().stream().flatMap(List::stream).toList();
        assertThat(all).hasSize(CLIENTS * CALLS * TASKS).doesNotHaveDuplicates();
        var tasks = ecs.describe(all);
        assertThat(tasks).hasSameSizeAs(all);
        for (var task : tasks) {
            if (!stops.contains(task.taskArn())) {
                ecs.awaitRunning(task);
                continue;
            }
            var stopped = ecs.awaitStopped(task);
            assertThat(stopped.stopCodeAsString())
                    .as(Ecs.whyStopped(stopped))
                    .isEqualTo("UserInitiated");
        }
    }

    /** A token stays with the tasks that it was answered with, and with its parameters. */
    void assertTokensKept() {
        runs.forEach(
                (request, arns) -> {
                    assertThat(run(request)).containsExactlyInAnyOrderElementsOf(arns);
                    var other = request.copy(r -> r.group("other"));
                    assertThatThrownBy(() -> run(other)).isInstanceOf(ConflictException.class);
                });
    }

    private void client() {
        for (int call = 0; call < CALLS; call++) {
            var request =
                    RunTaskRequest.builder()
                            .cluster(ecs.cluster())
                            .taskDefinition(definition)
                            .count(TASKS)
                            .clientToken(UUID.randomUUID().toString())
                            .build();
            var arns = untilAcknowledged(() -> run(request));
            runs.put(request, arns);
            if (call % 2 == 0) continue;
            for (var arn : arns) {
                untilAcknowledged(
                        () -> ecs.client().stopTask(r -> r.cluster(ecs.cluster()).task(arn)));
                stops.add(arn);
            }
        }
    }

    private List<String> run(RunTaskRequest request) {
        var response = ecs.client().runTask(request);
        if (!response.failures().isEmpty()) throw new NoRoom(response.failures().toString());
        return response.tasks().stream().map(Task::taskArn).toList();
    }

    private <T> T untilAcknowledged(Callable<T> call) {
        var answer =
                Await.value(
                        "an answer",
                        TIMEOUT,
                        () -> {
                            try {
                                return Optional.of(call.call());
                            } catch (ConflictException e) {
                                throw new Await.Hopeless(e.getMessage());
                            } catch (SdkException | NoRoom _) {
                                return Optional.empty();
                            }
                        });
        answers.incrementAndGet();
        return answer;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** While an agent is away there may be no room: a reason to ask again. */
    private static final class NoRoom extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoRoom(String message) {
            super(message);
        }
    }
}

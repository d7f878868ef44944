package dev.berth.integration.scheduler;

import dev.berth.integration.installation.Ecs;
import dev.berth.integration.testbed.Await;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ServerException;

/**
 * A scheduler outside the server: it reads the free resources of the instances, starts a task by
 * StartTask on the instance that it prefers, and stops its oldest task when it has too many, or
 * when a start was refused. So it always makes room for itself and others.
 */
final class OwnScheduler implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(50);
    private static final int KEPT = 6;

    private final Ecs ecs;
    private final String name;
    private final String definition;
    private final Comparator<ContainerInstance> preference;
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> started = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private volatile boolean over;
    private Future<?> run;

    /**
     * @param preference the greatest instance is chosen
     */
    OwnScheduler(
            Ecs ecs, String name, String definition, Comparator<ContainerInstance> preference) {
        this.ecs = ecs;
        this.name = name;
        this.definition = definition;
        this.preference = preference;
    }

    static int freeCpu(ContainerInstance instance) {
        return instance.remainingResources().stream()
                .filter(resource -> resource.name().equals("CPU"))
                .findFirst()
                .orElseThrow()
                .integerValue();
    }

    void start() {
        run = thread.submit(this::place);
    }

    private void place() {
        var running = new ArrayDeque<String>();
        while (!over) {
            try {
                var chosen = ecs.instances().stream().max(preference);
                if (chosen.isEmpty()) continue;
                var answer =
                        ecs.client()
                                .startTask(
                                        r ->
                                                r.cluster(ecs.cluster())
                                                        .taskDefinition(definition)
                                                        .startedBy(name)
                                                        .containerInstances(
                                                                chosen.get()
                                                                        .containerInstanceArn()));
                answer.failures().forEach(failure -> refusals.add(failure.reason()));
                answer.tasks().forEach(task -> running.add(task.taskArn()));
                answer.tasks().forEach(task -> started.add(task.taskArn()));
                var kept = answer.failures().isEmpty() ? KEPT : running.size() - 1;
                while (!running.isEmpty() && running.size() > kept) {
                    var oldest = running.getFirst();
                    ecs.client().stopTask(r -> r.cluster(ecs.cluster()).task(oldest));
                    running.removeFirst();
                }
            } catch (SdkClientException | ServerException _) {
                // The server is away: it reads the instances again.
            }
        }
    }

    /** Waits until it has started so many more tasks. */
    void awaitMoreStarts(int number) {
        var before = started.size();
        Await.until(
                "%d more tasks of %s".formatted(number, name),
                TIMEOUT,
                () -> {
                    if (run.isDone()) throw new Await.Hopeless(name + " ended: " + run);
                    return started.size() >= before + number;
                });
    }

    void finish() throws Exception {
        over = true;
        try {
            run.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(name + " failed", e.getCause());
        }
    }

    /** Stops its tasks, including those whose start was not answered. */
    void stopTasks() {
        ecs.client()
                .listTasksPaginator(r -> r.cluster(ecs.cluster()).startedBy(name))
                .taskArns()
                .forEach(task -> ecs.client().stopTask(r -> r.cluster(ecs.cluster()).task(task)));
    }

    String name() {
        return name;
    }

    /** The tasks whose start was answered. */
    Collection<String> started() {
        return started;
    }

    Collection<String> refusals() {
        return refusals;
    }

    @Override
    public void close() {
        over = true;
        thread.shutdownNow();
    }
}

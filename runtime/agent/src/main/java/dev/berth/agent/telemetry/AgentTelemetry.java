package dev.berth.agent.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.connection.TelemetrySource;
import dev.berth.agent.docker.DockerReader;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.state.StateFolderCheck;
import dev.berth.agent.task.run.TaskEngine;
import dev.berth.agent.task.state.ContainerPhase;
import dev.berth.agent.task.state.ContainerState;
import dev.berth.agent.task.state.TaskState;
import dev.berth.protocol.agent.PublishInstanceStatusRequest.InstanceStatus;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.telemetry.ContainerMetric;
import dev.berth.protocol.agent.telemetry.TaskHealth;
import dev.berth.protocol.agent.telemetry.TaskMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Collects usage and health of the tasks of an instance for the server. */
public final class AgentTelemetry implements TelemetrySource, AutoCloseable {
    private final DockerReader docker;
    private final TaskEngine tasks;
    private final StateFolderCheck folder;
    private final AtomicBoolean saidFit = new AtomicBoolean(true);
    private final TelemetrySettings settings;
    private final ContainerMeters meters;
    private final RestartCounts restarts = new RestartCounts();
    private final RuntimeCheck runtime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private long changes;

    /** Starts measuring. */
    public AgentTelemetry(
            DockerReader docker,
            TaskEngine tasks,
            StateFolderCheck folder,
            TelemetrySettings settings) {
        this.folder = folder;
        folder.whenChanged(this::changed);
        this.docker = docker;
        this.tasks = tasks;
        this.settings = settings;
        this.runtime = new RuntimeCheck(docker, this::changed);
        this.meters = settings.metrics() ? new ContainerMeters(docker, tasks::tasks) : null;
        tasks.whenChanged(this::changed);
    }

    @Override
    public boolean hasMetrics() {
        return settings.metrics();
    }

    @Override
    public List<TaskMetric> takeMetrics() {
        var all = tasks.tasks();
        restarts.keepOnly(all);
        return all.stream().flatMap(task -> metric(task).stream()).toList();
    }

    private Optional<TaskMetric> metric(TaskState task) {
        var figures =
                task.containers().stream()
                        .flatMap(container -> metric(task, container).stream())
                        .toList();
        return figures.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TaskMetric(
                                task.arn(), task.task().family(), task.task().version(), figures));
    }

    private Optional<ContainerMetric> metric(TaskState task, ContainerState container) {
        return meters.of(container.dockerId())
                .flatMap(meter -> meter.take(container.name()))
                .map(
                        metric ->
                                payload(task, container)
                                        .filter(c -> c.restartPolicy() != null)
                                        .map(_ -> restarts.addTo(metric, task, container))
                                        .orElse(metric));
    }

    private static Optional<PayloadContainer> payload(TaskState task, ContainerState container) {
        return task.task().containers().stream()
                .filter(c -> c.name().equals(container.name()))
                .findFirst();
    }

    @Override
    public List<TaskHealth> health() {
        return settings.healthChecks()
                ? tasks.tasks().stream().flatMap(task -> health(task).stream()).toList()
                : List.of();
    }

    /**
     * Health checks of images are ignored; only those of task definitions count. Stopped containers
     * report no health; the server keeps the last value.
     */
    private static Optional<TaskHealth> health(TaskState task) {
        var health =
                task.containers().stream()
                        .filter(c -> c.phase() == ContainerPhase.RUNNING)
                        .filter(
                                c ->
                                        payload(task, c)
                                                .filter(p -> "docker".equals(p.healthCheckType()))
                                                .isPresent())
                        .map(AgentTelemetry::health)
                        .toList();
        return health.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TaskHealth(
                                task.arn(), task.task().family(), task.task().version(), health));
    }

    private static TaskHealth.ContainerHealth health(ContainerState container) {
        var vitals = container.vitals();
        var since =
                vitals.healthSince() != null
                        ? vitals.healthSince()
                        : container.startedAt() != null ? container.startedAt() : Instant.EPOCH;
        return new TaskHealth.ContainerHealth(
                container.name(), vitals.health().name(), RuntimeCheck.seconds(since));
    }

    /**
     * The statistics of a container from Docker, by its id in Docker, with its network rate; empty
     * if Docker does not answer. Docker takes one to two seconds.
     */
    public Optional<JsonNode> stats(String dockerId) throws InterruptedException {
        try {
            var stats = docker.stats(dockerId, false);
            if (stats instanceof ObjectNode shown && meters != null) {
                meters.of(dockerId)
                        .flatMap(ContainerMeter::rate)
                        .ifPresent(
                                rate ->
                                        shown.putObject("network_rate_stats")
                                                .put(
                                                        "rx_bytes_per_sec",
                                                        rate.receivedBytesPerSecond())
                                                .put(
                                                        "tx_bytes_per_sec",
                                                        rate.sentBytesPerSecond()));
            }
            return Optional.of(stats);
        } catch (DockerRefusal | DockerUncertain e) {
            return Optional.empty();
        }
    }

    @Override
    public List<InstanceStatus> takeStatuses() {
        var fit = folder.isFit();
        var changed = fit != saidFit.getAndSet(fit);
        if (!runtime.takeNews() && !changed) {
            return List.of();
        }
        // The server keeps the last message only, so each message contains all impaired components.
        return Stream.concat(
                        runtime.latest().stream(),
                        fit && !changed ? Stream.empty() : Stream.of(agentState(fit)))
                .toList();
    }

    private InstanceStatus agentState(boolean fit) {
        return new InstanceStatus(
                "AgentState",
                fit ? "OK" : "IMPAIRED",
                RuntimeCheck.seconds(Instant.now()),
                RuntimeCheck.seconds(folder.changedAt()));
    }

    @Override
    public void heartbeat() {
        runtime.start();
    }

    private void changed() {
        lock.lock();
        try {
            changes++;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void awaitMoreThan(long seen, Duration longest) throws InterruptedException {
        var left = longest.toNanos();
        lock.lock();
        try {
            while (changes <= seen && left > 0) {
                left = more.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        if (meters != null) {
            meters.close();
        }
    }
}

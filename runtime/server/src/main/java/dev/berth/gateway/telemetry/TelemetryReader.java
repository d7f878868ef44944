package dev.berth.gateway.telemetry;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.observation.Health;
import dev.berth.domain.observation.InstanceCondition;
import dev.berth.domain.observation.InstanceCondition.Status;
import dev.berth.domain.observation.Spread;
import dev.berth.domain.observation.UsageWindow;
import dev.berth.domain.observation.UsageWindow.ContainerUsage;
import dev.berth.ecs.Arns;
import dev.berth.protocol.agent.PublishInstanceStatusRequest.InstanceStatus;
import dev.berth.protocol.agent.telemetry.ContainerMetric;
import dev.berth.protocol.agent.telemetry.StatsSet;
import dev.berth.protocol.agent.telemetry.TaskHealth;
import dev.berth.protocol.agent.telemetry.TaskMetric;
import dev.berth.wire.ApiException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Converts published telemetry to the domain. Invalid parts are left out. */
final class TelemetryReader {

    /** Names of conditions in the ECS API; {@code AgentState} is specific to Berth. */
    private static final Map<String, String> CONDITION_TYPES =
            Map.of("ContainerRuntime", "CONTAINER_RUNTIME", "AgentState", "AGENT_STATE");

    private final Arns arns;
    private final String cluster;

    /** Reads telemetry from the agents of this cluster. */
    TelemetryReader(Arns arns, String cluster) {
        this.arns = arns;
        this.cluster = cluster;
    }

    /** The task, where its ARN belongs to this cluster. */
    Optional<String> taskId(String arn) {
        try {
            return Optional.ofNullable(arn)
                    .map(arns::task)
                    .filter(named -> named.mayBeIn(cluster))
                    .map(Arns.Reference::id);
        } catch (ApiException e) {
            return Optional.empty();
        }
    }

    /**
     * The usage of the task's containers. Others are ignored, so that agents cannot grow the view.
     */
    static UsageWindow usage(
            TaskMetric metric, String taskId, ClusterSnapshot contents, Instant end) {
        var containers = new HashMap<String, ContainerUsage>();
        for (var container : metric.containerMetrics()) {
            if (isOf(container.containerName(), taskId, contents)) {
                usage(container)
                        .ifPresent(usage -> containers.put(container.containerName(), usage));
            }
        }
        return new UsageWindow(end, containers);
    }

    private static Optional<ContainerUsage> usage(ContainerMetric metric) {
        var cpu = spread(metric.cpuStatsSet());
        var memory = spread(metric.memoryStatsSet());
        return cpu.isPresent() && memory.isPresent()
                ? Optional.of(new ContainerUsage(cpu.get(), memory.get()))
                : Optional.empty();
    }

    private static Optional<Spread> spread(StatsSet set) {
        return set == null
                        || set.min() == null
                        || set.max() == null
                        || set.sampleCount() == null
                        || set.sum() == null
                ? Optional.empty()
                : Optional.of(new Spread(set.min(), set.max(), set.sampleCount(), set.sum()));
    }

    static Map<String, Health> health(TaskHealth said, String taskId, ClusterSnapshot contents) {
        var health = new HashMap<String, Health>();
        for (var container : said.containers()) {
            if (isOf(container.containerName(), taskId, contents)) {
                health.put(container.containerName(), health(container.healthStatus()));
            }
        }
        return health;
    }

    private static boolean isOf(String container, String taskId, ClusterSnapshot contents) {
        return container != null
                && contents.task(taskId)
                        .flatMap(task -> task.spec().container(container))
                        .isPresent();
    }

    private static Health health(String name) {
        return switch (name) {
            case "HEALTHY" -> Health.HEALTHY;
            case "UNHEALTHY" -> Health.UNHEALTHY;
            case null, default -> Health.UNKNOWN;
        };
    }

    static Optional<InstanceCondition> condition(InstanceStatus said, Instant now) {
        var type = said.type() == null ? null : CONDITION_TYPES.get(said.type());
        return type == null
                ? Optional.empty()
                : Optional.of(
                        new InstanceCondition(
                                type,
                                status(said.status()),
                                instant(said.lastUpdated(), now),
                                instant(said.lastStatusChange(), now)));
    }

    private static Status status(String name) {
        return switch (name) {
            case "OK" -> Status.OK;
            case "IMPAIRED" -> Status.IMPAIRED;
            case "INITIALIZING" -> Status.INITIALIZING;
            case null, default -> Status.INSUFFICIENT_DATA;
        };
    }

    private static Instant instant(Double epochSeconds, Instant otherwise) {
        return epochSeconds == null
                ? otherwise
                : Instant.ofEpochMilli(Math.round(epochSeconds * 1000));
    }
}

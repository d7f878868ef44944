package dev.berth.ecs.instance;

import dev.berth.domain.observation.InstanceCondition;
import dev.berth.domain.observation.InstanceCondition.Status;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceHealthStatus;
import software.amazon.awssdk.services.ecs.model.InstanceHealthCheckResult;

/** The health of a container instance, which {@code include} requests. */
final class InstanceHealth {
    /** From the worst to the best: one impaired component impairs the instance. */
    private static final List<Status> WORST_FIRST =
            List.of(Status.IMPAIRED, Status.INSUFFICIENT_DATA, Status.INITIALIZING, Status.OK);

    private InstanceHealth() {}

    static ContainerInstance shown(ContainerInstance instance, List<InstanceCondition> conditions) {
        return instance.toBuilder()
                .healthStatus(
                        ContainerInstanceHealthStatus.builder()
                                .overallStatus(overall(conditions).name())
                                .details(conditions.stream().map(InstanceHealth::detail).toList())
                                .build())
                .build();
    }

    /** Unknown until the agent has reported its conditions. */
    private static Status overall(List<InstanceCondition> conditions) {
        return WORST_FIRST.stream()
                .filter(status -> conditions.stream().anyMatch(c -> c.status() == status))
                .findFirst()
                .orElse(Status.INSUFFICIENT_DATA);
    }

    private static InstanceHealthCheckResult detail(InstanceCondition condition) {
        return InstanceHealthCheckResult.builder()
                .type(condition.type())
                .status(condition.status().name())
                .lastUpdated(condition.lastUpdated())
                .lastStatusChange(condition.lastStatusChange())
                .build();
    }
}

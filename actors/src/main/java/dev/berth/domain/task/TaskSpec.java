package dev.berth.domain.task;

import java.util.List;
import java.util.Optional;

/**
 * The specification of a task, fixed at its launch.
 *
 * @param taskId the last part of its ARN, 32 hexadecimal digits
 * @param family the family of its task definition
 * @param group its task group
 * @param startedBy the caller's {@code startedBy}, or null
 * @param launchType the requested launch type, {@code EC2} or {@code EXTERNAL}
 * @param overrides the {@code overrides} of the call as JSON, or null if there are none
 * @param cpu reserved CPU units
 * @param memory reserved memory in MiB
 */
public record TaskSpec(
        String cluster,
        String taskId,
        String instanceId,
        String family,
        int revision,
        String group,
        String startedBy,
        String launchType,
        String overrides,
        int cpu,
        int memory,
        List<ContainerSpec> containers) {

    public TaskSpec {
        containers = List.copyOf(containers);
    }

    /** Whether the scheduler of a service started it. */
    public boolean belongsToService() {
        return group != null && group.startsWith("service:");
    }

    public Optional<ContainerSpec> container(String name) {
        return containers.stream().filter(container -> container.name().equals(name)).findFirst();
    }

    /**
     * @param containerId the last part of the container's ARN, a UUID
     * @param cpu CPU units after overrides, 0 if none are set
     * @param memory MiB after overrides, 0 if there is no hard limit
     * @param memoryReservation MiB, 0 if there is no soft limit
     */
    public record ContainerSpec(
            String name,
            String containerId,
            String image,
            boolean essential,
            int cpu,
            int memory,
            int memoryReservation) {}
}

package dev.berth.actors.launch;

import dev.berth.domain.HostPort;
import dev.berth.domain.placement.HostPorts;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.plugin.cluster.Capacity;
import dev.berth.plugin.placement.TaskToPlace;
import java.util.Map;
import java.util.Set;

/**
 * A request to place and launch a number of equal tasks.
 *
 * @param template the task without its id and its instance; its containers without their ids
 * @param ports the fixed host ports of each task
 * @param requiredAttributes attributes that the instance must have
 * @param instanceId the only allowed instance, or null for any
 * @param tags the tags of each task
 * @param placing strategies and constraints, if no instance is given
 * @param runId identifies the request in explanations of placements
 */
public record LaunchRequest(
        TaskSpec template,
        int count,
        Set<HostPort> ports,
        Set<String> requiredAttributes,
        String instanceId,
        Map<String, String> tags,
        Placing placing,
        String runId) {
    public LaunchRequest {
        ports = Set.copyOf(ports);
        requiredAttributes = Set.copyOf(requiredAttributes);
        tags = Map.copyOf(tags);
    }

    /** A request without a fixed instance and without tags. */
    public LaunchRequest(
            TaskSpec template, int count, Set<HostPort> ports, Set<String> requiredAttributes) {
        this(
                template,
                count,
                ports,
                requiredAttributes,
                null,
                Map.of(),
                Placing.DEFAULT,
                Ids.uuid());
    }

    /** The same request for one task on this instance. */
    public LaunchRequest on(String instance) {
        return new LaunchRequest(
                template, 1, ports, requiredAttributes, instance, tags, placing, runId);
    }

    /** The common properties of the tasks, for placement. */
    public TaskToPlace toPlace() {
        return new TaskToPlace(
                template.family(),
                template.revision(),
                template.group(),
                new Capacity(template.cpu(), template.memory()),
                HostPorts.forPlugins(ports),
                requiredAttributes);
    }

    /** The task with this id, without an instance. */
    TaskSpec draft(String taskId) {
        var containers =
                template.containers().stream()
                        .map(
                                c ->
                                        new ContainerSpec(
                                                c.name(),
                                                Ids.uuid(),
                                                c.image(),
                                                c.essential(),
                                                c.cpu(),
                                                c.memory(),
                                                c.memoryReservation()))
                        .toList();
        return new TaskSpec(
                template.cluster(),
                taskId,
                null,
                template.family(),
                template.revision(),
                template.group(),
                template.startedBy(),
                template.launchType(),
                template.overrides(),
                template.cpu(),
                template.memory(),
                containers);
    }

    static TaskSpec placed(TaskSpec draft, String instanceId) {
        return new TaskSpec(
                draft.cluster(),
                draft.taskId(),
                instanceId,
                draft.family(),
                draft.revision(),
                draft.group(),
                draft.startedBy(),
                draft.launchType(),
                draft.overrides(),
                draft.cpu(),
                draft.memory(),
                draft.containers());
    }
}

package dev.berth.plugin.placement;

import dev.berth.plugin.cluster.Capacity;
import dev.berth.plugin.cluster.HostPort;
import java.util.Set;

/**
 * The properties of a task to place, or of several equal tasks.
 *
 * @param family the family of its task definition
 * @param revision the revision of its task definition
 * @param group its task group: {@code family:NAME} unless the caller chose another, {@code
 *     service:NAME} for the tasks of a service
 * @param needs the resources of one task
 * @param ports the fixed host ports of each task, so that an instance can run at most one of them
 * @param requiredAttributes attributes that the instance must have: {@code name}, or {@code
 *     name=value} if the value must match
 */
public record TaskToPlace(
        String family,
        int revision,
        String group,
        Capacity needs,
        Set<HostPort> ports,
        Set<String> requiredAttributes) {

    public TaskToPlace {
        ports = Set.copyOf(ports);
        requiredAttributes = Set.copyOf(requiredAttributes);
    }
}

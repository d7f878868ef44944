package dev.berth.plugin.placement;

import dev.berth.plugin.cluster.Capacity;
import dev.berth.plugin.cluster.HostPort;
import java.util.Set;

/**
 * What is to be placed: one task, or several that are all alike.
 *
 * @param family the family of its task definition
 * @param revision the number of its task definition in that family
 * @param group its task group: {@code family:NAME} unless the caller chose one, {@code
 *     service:NAME} for the tasks of a service
 * @param needs what one such task is charged for
 * @param ports the fixed host ports that each needs, so that an instance can hold one of them
 * @param requiredAttributes what the instance must be able to do: {@code name}, or {@code
 *     name=value} where the value counts too
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

package dev.berth.domain.placement;

import dev.berth.domain.instance.Reservation;
import java.util.Set;

/**
 * A task that is to be placed.
 *
 * @param need what it would hold of an instance
 * @param requiredAttributes capabilities that the instance must have, by name
 * @param instanceId the one instance that it may go to, or null where any will do
 */
public record TaskAsk(
        String taskId,
        String family,
        String group,
        Reservation need,
        Set<String> requiredAttributes,
        String instanceId) {
    public TaskAsk {
        requiredAttributes = Set.copyOf(requiredAttributes);
    }

    boolean mayGoTo(String instance) {
        return instanceId == null || instanceId.equals(instance);
    }
}

package dev.berth.domain.placement;

import dev.berth.domain.instance.Reservation;
import java.util.Map;
import java.util.Set;

/**
 * A task that is to be placed.
 *
 * @param need what it would hold of an instance
 * @param requiredAttributes capabilities that the instance must have: {@code name}, or {@code
 *     name=value} where the value counts too
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

    /** Whether an instance with these attributes can do what the task needs. */
    boolean isMetBy(Map<String, String> attributes) {
        return requiredAttributes.stream().allMatch(required -> isMet(required, attributes));
    }

    /** Names hold no equals sign, so that the first one is where the value begins. */
    private static boolean isMet(String required, Map<String, String> attributes) {
        int equals = required.indexOf('=');
        return equals < 0
                ? attributes.containsKey(required)
                : required.substring(equals + 1)
                        .equals(attributes.get(required.substring(0, equals)));
    }
}

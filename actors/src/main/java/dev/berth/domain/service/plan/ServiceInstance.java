package dev.berth.domain.service.plan;

import java.time.Instant;
import java.util.Map;

/**
 * A container instance with the properties that matter to a service.
 *
 * @param lostSince since when its agent is not connected, or null
 * @param fits whether it meets the constraints of the service
 * @param hasRoom whether another task of the service fits; false where that is not determined
 * @param replicaTasks the number of its tasks that do not belong to a DAEMON service
 * @param attributes including {@code ecs.availability-zone}
 */
public record ServiceInstance(
        String id,
        boolean draining,
        Instant lostSince,
        boolean fits,
        boolean hasRoom,
        int replicaTasks,
        int remainingCpu,
        int remainingMemory,
        Map<String, String> attributes) {

    static final String ZONE = "ecs.availability-zone";

    public ServiceInstance {
        attributes = Map.copyOf(attributes);
    }

    public boolean isLost() {
        return lostSince != null;
    }

    String zone() {
        return attributes.getOrDefault(ZONE, "");
    }

    boolean takesTasks() {
        return !draining && !isLost() && fits;
    }
}

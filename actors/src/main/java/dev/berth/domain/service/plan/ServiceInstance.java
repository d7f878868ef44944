package dev.berth.domain.service.plan;

import java.time.Instant;
import java.util.Map;

/**
 * A container instance, as far as a service is concerned.
 *
 * @param lostSince since when its agent is not connected, or null
 * @param fits whether it meets the constraints of the service
 * @param replicaTasks how many tasks that are not of a DAEMON service it has
 * @param attributes with {@code ecs.availability-zone}
 */
public record ServiceInstance(
        String id,
        boolean draining,
        Instant lostSince,
        boolean fits,
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

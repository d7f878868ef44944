package dev.berth.domain.instance;

import dev.berth.domain.HostPort;
import java.time.Instant;
import java.util.Set;

/**
 * The resources of an instance that one task holds, from its placement until it is reported
 * STOPPED.
 *
 * @param taskId the last part of the task's ARN
 * @param cpu CPU units
 * @param memory MiB
 * @param ports the fixed host ports of its port mappings; the agent chooses dynamic ports
 * @param at when it was granted; null for a request
 */
public record Reservation(String taskId, int cpu, int memory, Set<HostPort> ports, Instant at) {
    public Reservation {
        ports = Set.copyOf(ports);
    }

    public Reservation grantedAt(Instant now) {
        return new Reservation(taskId, cpu, memory, ports, now);
    }
}

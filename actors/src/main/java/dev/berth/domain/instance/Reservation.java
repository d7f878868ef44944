package dev.berth.domain.instance;

import dev.berth.domain.HostPort;
import java.time.Instant;
import java.util.Set;

/**
 * What one task holds of an instance, from the decision to place it there until it is reported
 * STOPPED.
 *
 * @param taskId the last part of the task's ARN
 * @param cpu CPU units
 * @param memory MiB
 * @param ports the fixed host ports of its port mappings; dynamic ones are the agent's to choose
 * @param at when it was granted; null while it is only asked for
 */
public record Reservation(String taskId, int cpu, int memory, Set<HostPort> ports, Instant at) {
    public Reservation {
        ports = Set.copyOf(ports);
    }

    public Reservation grantedAt(Instant now) {
        return new Reservation(taskId, cpu, memory, ports, now);
    }
}

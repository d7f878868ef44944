package dev.berth.domain.instance;

import dev.berth.domain.HostPort;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is left of an instance while reservations are granted one after another. The planner and the
 * instance count with the same ledger, so that a plan is refused only where another scheduler was
 * faster.
 *
 * <p>Not safe for several threads: one ledger serves one decision.
 */
public final class Ledger {

    private final Set<String> tasks;
    private final Set<HostPort> takenPorts;
    private int cpu;
    private int memory;

    public Ledger(Resources resources, Map<String, Reservation> reservations) {
        tasks = new HashSet<>(reservations.keySet());
        takenPorts = new HashSet<>(resources.reservedPorts());
        cpu = resources.cpu();
        memory = resources.memory();
        reservations.values().forEach(this::take);
    }

    /** CPU units left; negative where the instance registered again with less than is reserved. */
    public int cpu() {
        return cpu;
    }

    /** MiB left; negative where the instance registered again with less than is reserved. */
    public int memory() {
        return memory;
    }

    public boolean holds(String taskId) {
        return tasks.contains(taskId);
    }

    /** What runs short if this were granted now, the first in ECS's order; empty if it fits. */
    public Optional<Shortage> shortage(Reservation ask) {
        if (ask.cpu() > 0 && ask.cpu() > cpu) {
            return Optional.of(Shortage.CPU);
        }
        if (ask.memory() > 0 && ask.memory() > memory) {
            return Optional.of(Shortage.MEMORY);
        }
        return ask.ports().stream().anyMatch(takenPorts::contains)
                ? Optional.of(Shortage.PORTS)
                : Optional.empty();
    }

    /** Counts it as granted. The caller has asked {@link #shortage} before. */
    public void grant(Reservation reservation) {
        tasks.add(reservation.taskId());
        take(reservation);
    }

    /**
     * Counts ports as taken that no reservation holds, such as dynamic ones that a running task was
     * reported to bind.
     */
    public void occupy(Set<HostPort> ports) {
        takenPorts.addAll(ports);
    }

    /** Undoes {@link #grant}. */
    public void revoke(Reservation reservation) {
        tasks.remove(reservation.taskId());
        cpu += reservation.cpu();
        memory += reservation.memory();
        takenPorts.removeAll(reservation.ports());
    }

    /** Whether a task holds the port, or none may. */
    public boolean isTaken(HostPort port) {
        return takenPorts.contains(port);
    }

    private void take(Reservation reservation) {
        cpu -= reservation.cpu();
        memory -= reservation.memory();
        takenPorts.addAll(reservation.ports());
    }
}

package dev.berth.domain.instance;

import dev.berth.domain.HostPort;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The remaining resources of an instance while reservations are granted one after another. The
 * planner and the instance use the same ledger, so a plan is refused only if another scheduler has
 * reserved the resources first.
 *
 * <p>Not safe for several threads: one ledger is used for one decision.
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

    /**
     * Remaining CPU units; negative if the instance registered again with less than is reserved.
     */
    public int cpu() {
        return cpu;
    }

    /** Remaining MiB; negative if the instance registered again with less than is reserved. */
    public int memory() {
        return memory;
    }

    public boolean holds(String taskId) {
        return tasks.contains(taskId);
    }

    /** The first missing resource for this reservation, in the order of ECS; empty if it fits. */
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

    /** Counts the reservation. The caller must check {@link #shortage} first. */
    public void grant(Reservation reservation) {
        tasks.add(reservation.taskId());
        take(reservation);
    }

    /**
     * Marks ports as in use that are not part of a reservation, such as dynamic ports that a
     * running task has bound.
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

    /** Whether the port is used by a task or reserved for the host. */
    public boolean isTaken(HostPort port) {
        return takenPorts.contains(port);
    }

    private void take(Reservation reservation) {
        cpu -= reservation.cpu();
        memory -= reservation.memory();
        takenPorts.addAll(reservation.ports());
    }
}

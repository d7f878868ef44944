package dev.berth.domain.placement;

import dev.berth.domain.HostPort;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.Reservation;
import java.util.List;
import java.util.Set;

/**
 * An instance as a placement pass finds it.
 *
 * @param connected whether its agent is connected now
 * @param agentVersion what its agent says it is, or null
 * @param tasks those that it runs or is about to run, as far as they are launched
 * @param boundPorts host ports that its tasks were reported to bind, dynamic ones too
 * @param decided what earlier passes decided and the instance's tasks do not show yet
 * @param stopped tasks that still hold a reservation but have stopped, so that their room can be
 *     given away
 * @param unlaunched tasks that hold a reservation and were never launched
 */
public record Offer(
        ContainerInstance.Registered instance,
        boolean connected,
        String agentVersion,
        List<Occupant> tasks,
        Set<HostPort> boundPorts,
        List<Decided> decided,
        Set<String> stopped,
        Set<String> unlaunched) {

    /**
     * A task on the instance, as far as placing others is concerned.
     *
     * @param ending it was asked to stop: it still uses its resources and no longer counts for its
     *     group and family
     */
    public record Occupant(String family, String group, boolean running, boolean ending) {}

    /** A task that was given this instance a moment ago. */
    public record Decided(Reservation reservation, String family, String group) {}

    public Offer {
        tasks = List.copyOf(tasks);
        boundPorts = Set.copyOf(boundPorts);
        decided = List.copyOf(decided);
        stopped = Set.copyOf(stopped);
        unlaunched = Set.copyOf(unlaunched);
    }

    public String instanceId() {
        return instance.instanceId();
    }
}

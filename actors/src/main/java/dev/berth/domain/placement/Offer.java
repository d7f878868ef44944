package dev.berth.domain.placement;

import dev.berth.domain.HostPort;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.Reservation;
import java.util.List;
import java.util.Set;

/**
 * An instance as input of a placement pass.
 *
 * @param connected whether its agent is connected now
 * @param agentVersion the version that its agent reported, or null
 * @param tasks its launched tasks that have not stopped
 * @param boundPorts host ports that its tasks have bound, dynamic ones too
 * @param decided placements of earlier passes that {@code tasks} does not contain yet
 * @param stopped stopped tasks that still have a reservation; their resources can be used
 * @param unlaunched tasks that have a reservation and were never launched
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

    /** A task that an earlier pass placed on this instance. */
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

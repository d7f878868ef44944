package dev.berth.domain.placement;

import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.HostPort;
import dev.berth.domain.instance.Reservation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An instance as a placement pass sees it.
 *
 * @param connected whether its agent is connected now
 * @param boundPorts host ports that its tasks were reported to bind, dynamic ones too
 * @param decided reservations that earlier passes decided and that the instance's state does not
 *     show yet
 * @param stopped tasks that still hold a reservation but have stopped, so that their room can be
 *     given away
 * @param tasksByGroup how many tasks of each group it runs or is about to run, decided ones
 *     included
 */
public record Offer(
        ContainerInstance.Registered instance,
        boolean connected,
        Set<HostPort> boundPorts,
        List<Reservation> decided,
        Set<String> stopped,
        Map<String, Integer> tasksByGroup) {
    public Offer {
        boundPorts = Set.copyOf(boundPorts);
        decided = List.copyOf(decided);
        stopped = Set.copyOf(stopped);
        tasksByGroup = Map.copyOf(tasksByGroup);
    }
}

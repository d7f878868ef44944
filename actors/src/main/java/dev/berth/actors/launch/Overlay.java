package dev.berth.actors.launch;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.HostPort;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.placement.Offer;
import dev.berth.domain.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the launcher has decided and a snapshot does not show yet. Immutable copies of it go to the
 * planner.
 */
final class Overlay {

    private record Decided(String instanceId, String group, Reservation reservation) {}

    private final Map<String, Decided> byTask = new HashMap<>();

    void decide(String taskId, String instanceId, String group, Reservation reservation) {
        byTask.put(taskId, new Decided(instanceId, group, reservation));
    }

    /** The decision is over: refused, failed, or shown by the view from now on. */
    void forget(String taskId) {
        byTask.remove(taskId);
    }

    /** The instances as the next pass is to see them. */
    List<Offer> over(ClusterSnapshot snapshot) {
        var decided = new HashMap<String, List<Decided>>();
        byTask.values()
                .forEach(
                        d ->
                                decided.computeIfAbsent(d.instanceId(), _ -> new ArrayList<>())
                                        .add(d));
        return snapshot.registered()
                .map(
                        instance ->
                                offer(
                                        snapshot,
                                        instance,
                                        decided.getOrDefault(instance.instanceId(), List.of())))
                .toList();
    }

    private static Offer offer(
            ClusterSnapshot snapshot,
            ContainerInstance.Registered instance,
            List<Decided> decided) {
        Map<String, Integer> groups = new HashMap<>();
        Set<HostPort> bound = new HashSet<>();
        Set<String> shown = new HashSet<>();
        snapshot.tasksOn(instance.instanceId())
                .filter(Task.Active.class::isInstance)
                .forEach(
                        task -> {
                            shown.add(task.spec().taskId());
                            groups.merge(task.spec().group(), 1, Integer::sum);
                            bound.addAll(boundPorts(task));
                        });
        decided.stream()
                .filter(d -> !shown.contains(d.reservation().taskId()))
                .forEach(d -> groups.merge(d.group(), 1, Integer::sum));
        return new Offer(
                instance,
                snapshot.isConnected(instance.instanceId()),
                bound,
                decided.stream().map(Decided::reservation).toList(),
                stopped(snapshot, instance),
                groups);
    }

    private static Set<HostPort> boundPorts(Task.Launched task) {
        var ports = new HashSet<HostPort>();
        task.progress()
                .containers()
                .values()
                .forEach(c -> c.bindings().forEach(binding -> ports.add(binding.hostPort())));
        return ports;
    }

    /** Tasks whose room the instance can give away although nobody has told it yet. */
    static Set<String> stopped(ClusterSnapshot snapshot, ContainerInstance.Registered instance) {
        var stopped = new HashSet<String>();
        for (var taskId : instance.reservations().keySet()) {
            if (snapshot.task(taskId).filter(Task.Stopped.class::isInstance).isPresent()) {
                stopped.add(taskId);
            }
        }
        return stopped;
    }
}

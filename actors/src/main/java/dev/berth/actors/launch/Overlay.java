package dev.berth.actors.launch;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.SnapshotInstance;
import dev.berth.domain.HostPort;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.observation.InstanceCondition;
import dev.berth.domain.placement.Offer;
import dev.berth.domain.placement.Offer.Decided;
import dev.berth.domain.placement.Offer.Occupant;
import dev.berth.domain.task.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Decisions of the launcher that a snapshot does not contain yet. Immutable, so that planning can
 * read it outside the actor.
 *
 * @param instanceOf by task id
 * @param byInstance the decisions, by instance and task id
 */
record Overlay(PMap<String, String> instanceOf, PMap<String, PMap<String, Decided>> byInstance) {

    static final Overlay NOTHING = new Overlay(HashTreePMap.empty(), HashTreePMap.empty());

    Overlay decide(String instanceId, Decided decided) {
        var taskId = decided.reservation().taskId();
        var there = byInstance.getOrDefault(instanceId, HashTreePMap.empty());
        return new Overlay(
                instanceOf.plus(taskId, instanceId),
                byInstance.plus(instanceId, there.plus(taskId, decided)));
    }

    /** Removes a decision that was refused, has failed, or is shown by the view. */
    Overlay forget(String taskId) {
        var instanceId = instanceOf.get(taskId);
        if (instanceId == null) {
            return this;
        }
        var left = byInstance.get(instanceId).minus(taskId);
        return new Overlay(
                instanceOf.minus(taskId),
                left.isEmpty() ? byInstance.minus(instanceId) : byInstance.plus(instanceId, left));
    }

    /** The instance for the next pass; empty if it is not registered. */
    Optional<Offer> over(ClusterSnapshot snapshot, String instanceId) {
        return snapshot.registered(instanceId).map(instance -> offer(snapshot, instance));
    }

    private Offer offer(ClusterSnapshot snapshot, ContainerInstance.Registered instance) {
        var id = instance.instanceId();
        var tasks = new ArrayList<Occupant>();
        var bound = new HashSet<HostPort>();
        var shown = new HashSet<String>();
        snapshot.activeTasksOn(id)
                .forEach(
                        task -> {
                            var spec = task.spec();
                            shown.add(spec.taskId());
                            tasks.add(
                                    new Occupant(
                                            spec.family(),
                                            spec.group(),
                                            task.lastStatus() == Task.LastStatus.RUNNING,
                                            task.desiredStatus() != Task.DesiredStatus.RUNNING));
                            addBoundPorts(task, bound);
                        });
        var decided = byInstance.getOrDefault(id, HashTreePMap.empty());
        var stopped = new HashSet<String>();
        var unlaunched = new HashSet<String>();
        for (var taskId : instance.reservations().keySet()) {
            if (shown.contains(taskId)) {
                continue;
            }
            if (isStopped(snapshot, taskId)) {
                stopped.add(taskId);
            } else if (!decided.containsKey(taskId)) {
                unlaunched.add(taskId);
            }
        }
        return new Offer(
                instance,
                snapshot.isConnected(id) && takesTasks(snapshot, id),
                new SnapshotInstance(snapshot, instance).agentVersion().orElse(null),
                tasks,
                bound,
                decided.entrySet().stream()
                        .filter(each -> !shown.contains(each.getKey()))
                        .map(Map.Entry::getValue)
                        .toList(),
                stopped,
                unlaunched);
    }

    /** An agent with a full state folder reports itself impaired; it cannot accept another task. */
    private static boolean takesTasks(ClusterSnapshot snapshot, String instanceId) {
        return snapshot.observations().conditions(instanceId).stream()
                .noneMatch(
                        said ->
                                said.type().equals(InstanceCondition.AGENT_STATE)
                                        && said.status() == InstanceCondition.Status.IMPAIRED);
    }

    private static void addBoundPorts(Task.Active task, Set<HostPort> ports) {
        for (var container : task.progress().containers().values()) {
            container.bindings().forEach(binding -> ports.add(binding.hostPort()));
        }
    }

    /**
     * Stopped tasks whose resources can be used although the instance has not released them yet.
     */
    static Set<String> stopped(ClusterSnapshot snapshot, ContainerInstance.Registered instance) {
        var stopped = new HashSet<String>();
        for (var taskId : instance.reservations().keySet()) {
            if (isStopped(snapshot, taskId)) {
                stopped.add(taskId);
            }
        }
        return stopped;
    }

    private static boolean isStopped(ClusterSnapshot snapshot, String taskId) {
        return snapshot.known(taskId).filter(Task.Stopped.class::isInstance).isPresent();
    }
}

package dev.berth.actors.service;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.observation.InstanceCondition;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.plan.ServiceSnapshot.Unplaced;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the scheduler of one cluster's services knows beside the view. None of it is journaled:
 * after a restart of the server an agent counts as lost from then on, and a start that finds no
 * place is tried once more. Safe for several threads.
 */
public final class ServiceMemory {

    /** How a change of an instance matters to services. */
    public enum InstanceChange {
        /** Not at all, such as a reservation for a task. */
        NONE,
        /** Resources were freed: what found no place may have one now. */
        FREED,
        /** It came, went, drains, lost its agent or changed its attributes. */
        OTHER
    }

    /** What is compared of an instance. */
    private record Facts(
            Object status, Map<String, String> attributes, boolean takesTasks, int reservations) {
        boolean differs(Facts other) {
            return !status.equals(other.status)
                    || takesTasks != other.takesTasks
                    || !attributes.equals(other.attributes);
        }
    }

    /** What has to change so that a start without a place is forgotten. */
    private record Wanted(int desired, String deploymentId, int settings) {
        static Wanted of(Service.Details service) {
            return new Wanted(
                    service.desiredCount(), service.primary().id(), service.settings().hashCode());
        }
    }

    private record FailedStart(Wanted wanted, Unplaced unplaced) {}

    private final InstantSource clock;
    private final Map<String, Facts> instances = new ConcurrentHashMap<>();
    private final Map<String, Instant> lostSince = new ConcurrentHashMap<>();
    private final Map<String, FailedStart> failedStarts = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> open = new ConcurrentHashMap<>();

    public ServiceMemory(InstantSource clock) {
        this.clock = clock;
    }

    /** Compares the instance with what it was before. */
    public InstanceChange changed(String instanceId, ClusterSnapshot snapshot) {
        var registered = snapshot.registered(instanceId);
        if (registered.isEmpty()) {
            lostSince.remove(instanceId);
            return instances.remove(instanceId) == null
                    ? InstanceChange.NONE
                    : InstanceChange.OTHER;
        }
        var now = facts(registered.get(), snapshot);
        if (snapshot.isConnected(instanceId)) {
            lostSince.remove(instanceId);
        } else {
            lostSince.putIfAbsent(instanceId, clock.instant());
        }
        var before = instances.put(instanceId, now);
        if (before == null || now.differs(before)) {
            return InstanceChange.OTHER;
        }
        return now.reservations() < before.reservations()
                ? InstanceChange.FREED
                : InstanceChange.NONE;
    }

    private static Facts facts(ContainerInstance.Registered instance, ClusterSnapshot snapshot) {
        var id = instance.instanceId();
        var impaired =
                snapshot.observations().conditions(id).stream()
                        .anyMatch(
                                said ->
                                        said.type().equals(InstanceCondition.AGENT_STATE)
                                                && said.status()
                                                        == InstanceCondition.Status.IMPAIRED);
        return new Facts(
                instance.status(),
                instance.attributes(),
                snapshot.isConnected(id) && !impaired,
                instance.reservations().size());
    }

    /** Since when the agent of an instance is not connected; empty where it is. */
    Optional<Instant> lostSince(String instanceId, ClusterSnapshot snapshot) {
        return snapshot.isConnected(instanceId)
                ? Optional.empty()
                : Optional.of(lostSince.computeIfAbsent(instanceId, _ -> clock.instant()));
    }

    /** A start of the service found no place for some of its tasks. */
    public void notPlaced(Service.Details service, Unplaced unplaced) {
        failedStarts.put(service.name(), new FailedStart(Wanted.of(service), unplaced));
    }

    /** All tasks of a start were launched, or none is wanted. */
    public void placed(String service) {
        failedStarts.remove(service);
    }

    /** The services whose start found no place: they may be tried again now. */
    public Set<String> retryNow() {
        if (failedStarts.isEmpty()) {
            return Set.of();
        }
        var now = clock.instant();
        failedStarts.replaceAll(
                (_, failed) ->
                        new FailedStart(
                                failed.wanted(),
                                new Unplaced(
                                        failed.unplaced().closest(),
                                        failed.unplaced().zone(),
                                        now)));
        return Set.copyOf(failedStarts.keySet());
    }

    /** The last start that found no place; null where there is none, or the service has changed. */
    Unplaced unplaced(Service.Details service, Instant now) {
        var failed = failedStarts.get(service.name());
        if (failed == null) {
            return null;
        }
        var isOver = failed.unplaced().zone() != null && !now.isBefore(failed.unplaced().retryAt());
        if (isOver || !failed.wanted().equals(Wanted.of(service))) {
            failedStarts.remove(service.name(), failed);
            return null;
        }
        return failed.unplaced();
    }

    /**
     * These ids are about to be launched for the service; until {@link #settled} they may exist.
     */
    public void launching(String service, Collection<String> taskIds) {
        open.merge(service, Set.copyOf(taskIds), ServiceMemory::union);
    }

    /** Of each of these ids the view shows whether it was launched. */
    public void settled(String service, Collection<String> taskIds) {
        open.computeIfPresent(
                service,
                (_, ids) -> {
                    var left = new HashSet<>(ids);
                    left.removeAll(taskIds);
                    return left.isEmpty() ? null : Set.copyOf(left);
                });
    }

    /** The ids of which it is not known whether they were launched. */
    public List<String> unsettled(String service) {
        return open.getOrDefault(service, Set.of()).stream().sorted().toList();
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var all = new HashSet<>(one);
        all.addAll(other);
        return Set.copyOf(all);
    }
}

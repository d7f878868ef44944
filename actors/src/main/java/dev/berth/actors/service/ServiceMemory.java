package dev.berth.actors.service;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.observation.InstanceCondition;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.plan.ServiceSnapshot.Unplaced;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The state of the scheduler of one cluster's services that is not journaled. After a restart of
 * the server, the time since an agent was lost starts again, and a failed start is tried once more.
 * Safe for several threads.
 */
public final class ServiceMemory {

    /** How a change of an instance affects services. */
    public enum InstanceChange {
        /** Not at all, for example a reservation for a task. */
        NONE,
        /** Resources were released: a failed start may succeed now. */
        FREED,
        /** It was registered or deregistered, drains, lost its agent or changed its attributes. */
        OTHER
    }

    /** The compared properties of an instance. */
    private record Facts(
            Object status, Map<String, String> attributes, boolean takesTasks, int reservations) {
        boolean differs(Facts other) {
            return !status.equals(other.status)
                    || takesTasks != other.takesTasks
                    || !attributes.equals(other.attributes);
        }
    }

    /** The state in which a start failed; a failed start is discarded when it changes. */
    private record Wanted(int desired, String deploymentId, int settings) {
        static Wanted of(Service.Details service) {
            return new Wanted(
                    service.desiredCount(), service.primary().id(), service.settings().hashCode());
        }
    }

    private record FailedStart(Wanted wanted, Unplaced unplaced) {}

    /** After a start of the server, agents connect within this time. */
    static final Duration AGENTS_CONNECT_WITHIN = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Instant startedAt;
    private final AtomicLong changes = new AtomicLong();
    private final Map<String, Facts> instances = new ConcurrentHashMap<>();
    private final Map<String, Instant> lostSince = new ConcurrentHashMap<>();
    private final Map<String, FailedStart> failedStarts = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> open = new ConcurrentHashMap<>();

    public ServiceMemory(InstantSource clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** How often instances have changed so that a failed start may succeed now. */
    public long changes() {
        return changes.get();
    }

    /** Compares the instance with its previous state. */
    public InstanceChange changed(String instanceId, ClusterSnapshot snapshot) {
        var change = compared(instanceId, snapshot);
        if (change != InstanceChange.NONE) {
            changes.incrementAndGet();
        }
        return change;
    }

    private InstanceChange compared(String instanceId, ClusterSnapshot snapshot) {
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

    /** The time since which the agent of an instance is not connected; empty if it is connected. */
    Optional<Instant> lostSince(String instanceId, ClusterSnapshot snapshot) {
        return snapshot.isConnected(instanceId)
                ? Optional.empty()
                : Optional.of(lostSince.computeIfAbsent(instanceId, _ -> clock.instant()));
    }

    /**
     * Until when an agent may still connect after the start of the server; null if all are
     * connected, or if this time is over.
     */
    public Instant agentsExpectedUntil(ClusterSnapshot snapshot) {
        var until = startedAt.plus(AGENTS_CONNECT_WITHIN);
        return clock.instant().isBefore(until)
                        && snapshot.registered()
                                .anyMatch(each -> !snapshot.isConnected(each.instanceId()))
                ? until
                : null;
    }

    /** A start of the service found no instance for some of its tasks. */
    public void notPlaced(Service.Details service, Unplaced unplaced) {
        failedStarts.put(service.name(), new FailedStart(Wanted.of(service), unplaced));
    }

    /** All tasks of a start were launched, or none is needed. */
    public void placed(String service) {
        failedStarts.remove(service);
    }

    /** The services whose start failed; they can be retried now. */
    public Set<String> retryNow() {
        if (failedStarts.isEmpty()) {
            return Set.of();
        }
        var now = clock.instant();
        failedStarts.replaceAll(
                (_, failed) -> new FailedStart(failed.wanted(), failed.unplaced().retryAt(now)));
        return Set.copyOf(failedStarts.keySet());
    }

    /** The last failed start; null if there is none, or the service has changed since. */
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
     * These ids are about to be launched for the service. Until {@link #settled} their outcome is
     * unknown.
     */
    public void launching(String service, Collection<String> taskIds) {
        open.merge(service, Set.copyOf(taskIds), ServiceMemory::union);
    }

    /** The view shows which of these ids were launched. */
    public void settled(String service, Collection<String> taskIds) {
        open.computeIfPresent(
                service,
                (_, ids) -> {
                    var left = new HashSet<>(ids);
                    left.removeAll(taskIds);
                    return left.isEmpty() ? null : Set.copyOf(left);
                });
    }

    /** The ids whose outcome is unknown. */
    public List<String> unsettled(String service) {
        return open.getOrDefault(service, Set.of()).stream().sorted().toList();
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var all = new HashSet<>(one);
        all.addAll(other);
        return Set.copyOf(all);
    }
}

package dev.berth.domain.check;

import dev.berth.domain.check.ServiceLimits.Limits;
import dev.berth.domain.service.Deployment.Seen;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.service.ServiceRevision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The check's own record of one service: its limits, and all deployments that it ever had. */
final class CheckedService {

    private static final long IN_A_SNAPSHOT = 0;

    private final String name;
    private final SchedulingStrategy strategy;
    private final ServiceLimits limits;

    /** The task definitions of its deployments, as {@code family:revision}. */
    private final Map<String, String> deployments = new HashMap<>();

    /** The ids of deployments, service deployments and revisions, and the rows that used them. */
    private final Map<String, Long> ids = new HashMap<>();

    private final Set<String> writtenOff = new HashSet<>();
    private boolean hadWrittenOff;
    private boolean isDeleted;

    /** When it was first seen, if that was a snapshot and not its creation; else null. */
    private Instant restoredAt;

    private final boolean isRestored;

    private CheckedService(
            String name, SchedulingStrategy strategy, Limits limits, boolean isRestored) {
        this.name = name;
        this.strategy = strategy;
        this.limits = new ServiceLimits(limits);
        this.isRestored = isRestored;
    }

    static CheckedService created(Row row, ServiceEvent.Created created) {
        var identity = created.identity();
        var service =
                new CheckedService(
                        identity.name(),
                        identity.strategy(),
                        Limits.of(
                                row.ordering(),
                                identity.createdAt(),
                                created.desiredCount(),
                                created.settings()),
                        false);
        service.start(
                row.ordering(),
                created.deploymentId(),
                created.serviceDeploymentId(),
                created.revision());
        return service;
    }

    static CheckedService restored(Service.Known state) {
        var details = state.details();
        var service =
                new CheckedService(
                        details.name(),
                        details.identity().strategy(),
                        Limits.of(
                                IN_A_SNAPSHOT,
                                Instant.MIN,
                                details.desiredCount(),
                                details.settings()),
                        true);
        var rollouts = details.rollouts();
        rollouts.revisions().keySet().forEach(id -> service.use(IN_A_SNAPSHOT, id));
        for (var deployment : rollouts.deployments()) {
            service.know(deployment.id(), rollouts.revision(deployment));
        }
        if (rollouts.fallback() != null) {
            service.know(rollouts.fallback().id(), rollouts.revision(rollouts.fallback()));
        }
        for (var entry : rollouts.history()) {
            service.use(IN_A_SNAPSHOT, entry.id());
            service.know(entry.deploymentId(), rollouts.revisions().get(entry.target()));
        }
        service.isDeleted = !(state instanceof Service.Active);
        service.writeOff(details.upkeep().writtenOff().keySet());
        return service;
    }

    /** The tasks that a snapshot shows as counted. */
    static Set<String> proven(Service.Details details) {
        var proven = new HashSet<String>();
        for (var deployment : details.rollouts().deployments()) {
            deployment
                    .seen()
                    .forEach(
                            (task, seen) -> {
                                if (seen == Seen.HEALTHY) {
                                    proven.add(task);
                                }
                            });
        }
        return proven;
    }

    private void know(String deployment, ServiceRevision revision) {
        use(IN_A_SNAPSHOT, deployment);
        if (revision != null) {
            deployments.putIfAbsent(deployment, definition(revision));
        }
    }

    private Optional<Long> use(long row, String id) {
        return Optional.ofNullable(ids.putIfAbsent(id, row));
    }

    /** Records a new deployment, and returns what is wrong with it. */
    List<String> start(
            long row, String deployment, String serviceDeployment, ServiceRevision revision) {
        var wrong = new ArrayList<String>();
        use(row, deployment).ifPresent(by -> wrong.add(again("deployment", deployment, by)));
        use(row, serviceDeployment)
                .ifPresent(by -> wrong.add(again("service deployment", serviceDeployment, by)));
        use(row, revision.id()).ifPresent(by -> wrong.add(again("revision", revision.id(), by)));
        deployments.put(deployment, definition(revision));
        return wrong;
    }

    private String again(String what, String id, long by) {
        return "Service %s uses the id of %s %s again; %s has it."
                .formatted(name, what, id, by == IN_A_SNAPSHOT ? "its snapshot" : "row " + by);
    }

    private static String definition(ServiceRevision revision) {
        return revision.family() + ":" + revision.revision();
    }

    String name() {
        return name;
    }

    boolean isDaemon() {
        return strategy == SchedulingStrategy.DAEMON;
    }

    ServiceLimits limits() {
        return limits;
    }

    boolean had(String deployment) {
        return ids.containsKey(deployment);
    }

    /** Empty if it is not known any more. */
    Optional<String> definitionOf(String deployment) {
        return Optional.ofNullable(deployments.get(deployment));
    }

    void delete() {
        isDeleted = true;
    }

    boolean isDeleted() {
        return isDeleted;
    }

    void writeOff(Set<String> tasks) {
        writtenOff.addAll(tasks);
        hadWrittenOff |= !tasks.isEmpty();
    }

    void takeBack(List<String> tasks) {
        tasks.forEach(writtenOff::remove);
    }

    boolean isWrittenOff(String task) {
        return writtenOff.contains(task);
    }

    /** Whether it ever gave up a task. */
    boolean hadWrittenOff() {
        return hadWrittenOff;
    }

    /** Whether its limits are known for the whole time in which a plan can have been made. */
    boolean isKnown(Instant at) {
        if (!isRestored) {
            return true;
        }
        if (restoredAt == null) {
            restoredAt = at;
        }
        return at.isAfter(restoredAt.plus(ServiceLimits.DELAY));
    }
}

package dev.berth.domain.service.plan;

import dev.berth.domain.observation.Health;
import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.Deployment.Seen;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.Service.Details;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Classifies the tasks of a service at one time. */
final class Tally {

    final Details service;
    final ServiceSnapshot snapshot;
    final Instant now;
    final Deployment primary;

    /** Tasks that should run, the oldest first. */
    final List<ServiceTask> live;

    /** The instances that have one of them. */
    private final Set<String> occupied;

    private final int desired;

    Tally(Details service, ServiceSnapshot snapshot, Instant now) {
        this.service = service;
        this.snapshot = snapshot;
        this.now = now;
        this.primary = service.primary();
        this.live =
                snapshot.tasks().stream()
                        .filter(ServiceTask::isLive)
                        .filter(task -> snapshot.instances().containsKey(task.instanceId()))
                        .filter(task -> !isWrittenOff(task))
                        .sorted(
                                Comparator.comparing(ServiceTask::createdAt)
                                        .thenComparing(ServiceTask::id))
                        .toList();
        this.occupied = live.stream().map(ServiceTask::instanceId).collect(Collectors.toSet());
        this.desired =
                switch (service.identity().strategy()) {
                    case REPLICA -> service.desiredCount();
                    case DAEMON -> (int) eligible().count();
                };
    }

    int desired() {
        return desired;
    }

    int lower() {
        return service.settings().deployment().lower(desired());
    }

    int upper() {
        return service.settings().deployment().upper(desired());
    }

    /** The instances that should run a task of a DAEMON service. */
    Stream<ServiceInstance> eligible() {
        return snapshot.instances().values().stream()
                .filter(instance -> instance.fits() && !instance.draining())
                .filter(instance -> !instance.isLost() || occupied.contains(instance.id()))
                .sorted(Comparator.comparing(ServiceInstance::id));
    }

    ServiceInstance instance(ServiceTask task) {
        return snapshot.instances().get(task.instanceId());
    }

    boolean isLost(ServiceTask task) {
        var instance = instance(task);
        return instance != null && instance.isLost();
    }

    /** Given up while its instance is lost; it does not count. */
    boolean isWrittenOff(ServiceTask task) {
        return service.upkeep().writtenOff().containsKey(task.id()) && isLost(task);
    }

    boolean isDraining(ServiceTask task) {
        return instance(task).draining();
    }

    boolean isMoving(ServiceTask task) {
        return service.upkeep().moving().containsKey(task.id());
    }

    boolean isInGrace(ServiceTask task) {
        return graceEnds(task).isAfter(now);
    }

    Instant graceEnds(ServiceTask task) {
        var from = task.startedAt() == null ? now : task.startedAt();
        return from.plusSeconds(service.settings().gracePeriodSeconds());
    }

    /** Unhealthy, and its grace period is over. */
    boolean isCondemned(ServiceTask task) {
        return !task.isPending() && task.isUnhealthy() && !isInGrace(task) && !isLost(task);
    }

    /** It will be replaced by another task of its deployment. */
    boolean isLeaving(ServiceTask task) {
        return isCondemned(task)
                || isMoving(task)
                || (isDraining(task)
                        && service.identity().strategy() == SchedulingStrategy.REPLICA);
    }

    boolean isGood(ServiceTask task) {
        return !isLeaving(task);
    }

    /** A task of a DAEMON service on an unsuitable instance does not count. */
    boolean isWantedThere(ServiceTask task) {
        return service.identity().strategy() == SchedulingStrategy.REPLICA
                || (instance(task).fits() && !instance(task).draining());
    }

    /** Counts toward the minimum. */
    boolean isHealthy(ServiceTask task) {
        return !isLost(task) && (hasPassed(task, settle(task)) || wasHealthy(task));
    }

    /**
     * Whether its health is not known any more, as after a restart of the server, and it was
     * counted as healthy before.
     */
    private boolean wasHealthy(ServiceTask task) {
        return task.health() == Health.UNKNOWN
                && task.isChecked()
                && !task.isPending()
                && !task.isUnhealthy()
                && service.rollouts()
                        .deployment(task.deploymentId())
                        .filter(d -> d.seen().get(task.id()) == Seen.HEALTHY)
                        .isPresent();
    }

    /** Counts for the circuit breaker and the end of a deployment. */
    boolean isProven(ServiceTask task) {
        return !isLost(task) && hasPassed(task, snapshot.policy().proof());
    }

    private boolean hasPassed(ServiceTask task, Duration after) {
        return !task.isPending()
                && task.passesChecks()
                && (task.isChecked() || !task.startedAt().plus(after).isAfter(now));
    }

    /** After an early end, tasks of that deployment must run for a while before they count. */
    Duration settle(ServiceTask task) {
        var failing =
                service.rollouts()
                        .deployment(task.deploymentId())
                        .filter(d -> d.failedTasks() > 0 || d.throttle().waves() > 0)
                        .isPresent();
        var policy = snapshot.policy();
        return failing && policy.proof().compareTo(policy.settle()) > 0
                ? policy.proof()
                : policy.settle();
    }

    boolean isOf(Deployment deployment, ServiceTask task) {
        return task.deploymentId().equals(deployment.id());
    }

    boolean isOld(ServiceTask task) {
        return !isOf(primary, task);
    }

    int count(Predicate<ServiceTask> which) {
        return (int) live.stream().filter(which).count();
    }

    List<ServiceTask> all(Predicate<ServiceTask> which) {
        return live.stream().filter(which).toList();
    }

    /** The deployment that replaces its own tasks while PRIMARY takes over, or null. */
    Deployment source() {
        return service.rollouts().others().stream()
                .filter(d -> !d.hasFailed())
                .findFirst()
                .orElse(null);
    }
}

package dev.berth.domain.service.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.observation.Health;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.Service.Details;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.service.plan.Chaos.Outcome;
import dev.berth.domain.service.plan.ServiceAction.Start;
import dev.berth.domain.service.plan.ServiceAction.Stop;
import dev.berth.domain.service.plan.ServiceAction.StopPurpose;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds at each plan of a run, whatever happens in it. */
final class Invariants {

    private final ServiceWorld world;
    private final boolean daemon;

    /** What was met in the run. */
    final Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);

    /** Whether the threshold of the circuit breaker may have changed in this deployment. */
    boolean desiredChanged;

    private String completedRevision;
    private int seenEvents;

    Invariants(ServiceWorld world, boolean daemon) {
        this.world = world;
        this.daemon = daemon;
    }

    static int desired(ServiceWorld world) {
        var service = world.details();
        return service.identity().strategy() == SchedulingStrategy.REPLICA
                ? service.desiredCount()
                : (int) world.instances.values().stream().filter(i -> !i.draining()).count();
    }

    /** Of a plan, before it is carried out. */
    void check(List<ServiceAction> actions) {
        readEvents();
        if (world.unplaced != null) {
            outcomes.add(Outcome.UNPLACED);
        }
        var service = world.details();
        var live = world.live().stream().filter(t -> !writtenOff(service, t)).toList();
        var starts = 0;
        var stopped = new HashSet<String>();
        for (var action : actions) {
            switch (action) {
                case Start start -> starts += start.count();
                case Stop stop -> {
                    stopped.addAll(stop.taskIds());
                    checkProtection(stop);
                }
                case ServiceAction.StartOn on ->
                        on.instanceIds()
                                .forEach(
                                        id ->
                                                assertThat(world.tasks.values())
                                                        .as("a second daemon on %s", id)
                                                        .noneMatch(
                                                                t ->
                                                                        t.instanceId.equals(id)
                                                                                && !t.stopped));
                case ServiceAction.Command _ -> {}
            }
        }
        if (daemon) {
            checkDaemon(service, live, stopped);
            return;
        }
        var bounds = service.settings().deployment();
        if (starts > 0) {
            assertThat(live.size() + starts)
                    .as("above the maximum: %s", actions)
                    .isLessThanOrEqualTo(bounds.upper(service.desiredCount()));
        }
        checkMinimum(service, live, stopped, bounds.lower(service.desiredCount()));
    }

    private void checkDaemon(Details service, List<SimulatedTask> live, Set<String> stopped) {
        var there =
                live.stream().filter(t -> !world.instances.get(t.instanceId).draining()).toList();
        var held = new HashSet<String>();
        there.forEach(t -> held.add(t.instanceId));
        var desired =
                (int)
                        world.instances.values().stream()
                                .filter(i -> !i.draining())
                                .filter(i -> !i.isLost() || held.contains(i.id()))
                                .count();
        checkMinimum(service, there, stopped, service.settings().deployment().lower(desired));
    }

    private void checkMinimum(
            Details service, List<SimulatedTask> live, Set<String> stopped, int lower) {
        var healthy = live.stream().filter(t -> isHealthy(service, t)).toList();
        var left = healthy.stream().filter(t -> !stopped.contains(t.id)).count();
        assertThat(left)
                .as("below the minimum by stopping %s", stopped)
                .isGreaterThanOrEqualTo(Math.min(healthy.size(), lower));
    }

    private void checkProtection(Stop stop) {
        if (stop.purpose() == StopPurpose.UNHEALTHY) {
            outcomes.add(Outcome.REPLACED_UNHEALTHY);
        }
        for (var id : stop.taskIds()) {
            var task = world.tasks.get(id);
            if (task.protectedUntil != null && world.now.isBefore(task.protectedUntil)) {
                assertThat(stop.purpose())
                        .as("a protected task")
                        .isIn(
                                StopPurpose.UNHEALTHY,
                                StopPurpose.DRAIN,
                                StopPurpose.LOST,
                                StopPurpose.PLACEMENT);
                if (stop.purpose() == StopPurpose.UNHEALTHY) {
                    assertThat(task.health).isEqualTo(Health.UNHEALTHY);
                }
                if (stop.purpose() == StopPurpose.DRAIN) {
                    assertThat(world.instances.get(task.instanceId).draining()).isTrue();
                }
            }
        }
    }

    private boolean writtenOff(Details service, SimulatedTask task) {
        return service.upkeep().writtenOff().containsKey(task.id)
                && world.instances.get(task.instanceId).isLost();
    }

    private boolean isHealthy(Details service, SimulatedTask task) {
        if (task.startedAt == null || world.instances.get(task.instanceId).isLost()) {
            return false;
        }
        if (task.checked) {
            return task.health == Health.HEALTHY;
        }
        var failing =
                service.rollouts()
                        .deployment(task.deploymentId)
                        .filter(d -> d.failedTasks() > 0 || d.throttle().waves() > 0)
                        .isPresent();
        var after = failing ? world.policy.proof() : world.policy.settle();
        return !task.startedAt.plus(after).isAfter(world.now);
    }

    private void readEvents() {
        for (; seenEvents < world.events.size(); seenEvents++) {
            switch (world.events.get(seenEvents)) {
                case ServiceEvent.DeploymentCompleted _ -> {
                    outcomes.add(Outcome.COMPLETED);
                    completedRevision = world.details().primary().revisionId();
                }
                case ServiceEvent.DeploymentFailed failed -> failed(failed);
                case ServiceEvent.TasksWrittenOff _ -> outcomes.add(Outcome.WRITTEN_OFF);
                case ServiceEvent.MovesBegun _ -> outcomes.add(Outcome.MOVED);
                default -> {}
            }
        }
        var primary = world.details().primary();
        var breaker = world.details().settings().deployment().circuitBreaker();
        if (primary.inProgress() && breaker.enabled() && !desiredChanged && !daemon) {
            assertThat(primary.failedTasks())
                    .isLessThan(breaker.threshold(world.details().desiredCount()));
        }
    }

    private void failed(ServiceEvent.DeploymentFailed failed) {
        switch (failed.cause()) {
            case CIRCUIT_BREAKER -> tripped(failed);
            case DEADLINE -> outcomes.add(Outcome.EXPIRED);
            case STOPPED, ABORTED -> outcomes.add(Outcome.STOPPED);
        }
        if (failed.rollbackTo() != null) {
            outcomes.add(Outcome.ROLLED_BACK);
            assertThat(world.details().rollouts().deployments())
                    .filteredOn(d -> d.id().equals(failed.rollbackTo()))
                    .singleElement()
                    .satisfies(d -> assertThat(d.revisionId()).isEqualTo(completedRevision));
        }
    }

    private void tripped(ServiceEvent.DeploymentFailed failed) {
        outcomes.add(Outcome.TRIPPED);
        if (!desiredChanged && !daemon) {
            var details = world.details();
            var breaker = details.settings().deployment().circuitBreaker();
            details.rollouts()
                    .deployment(failed.deploymentId())
                    .ifPresent(
                            d ->
                                    assertThat(d.failedTasks())
                                            .isEqualTo(breaker.threshold(details.desiredCount())));
        }
    }

    /** After all plans of an instant: what is not steady says what it waits for. */
    void atRest() {
        readEvents();
        var service = world.details();
        if (world.live().stream().anyMatch(t -> t.protectedUntil != null)) {
            outcomes.add(Outcome.PROTECTED);
        }
        var explained = ServiceExplanation.of(world.snapshot(), world.now);
        assertThat(explained.next()).isEmpty();
        if (!explained.steady()) {
            assertThat(explained.waits()).as("waits").isNotEmpty();
        }
        var deadline = service.primary().deadline();
        if (service.primary().inProgress() && deadline != null) {
            assertThat(world.now).as("deadline").isBefore(deadline);
        }
        if (!service.primary().inProgress()) {
            return;
        }
        assertThat(explained.steady() && explained.planAgainAt() == null)
                .as("in progress, and waiting for nothing")
                .isFalse();
    }
}

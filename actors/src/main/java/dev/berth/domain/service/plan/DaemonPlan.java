package dev.berth.domain.service.plan;

import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.ServiceTexts;
import dev.berth.domain.service.plan.ServiceAction.StopPurpose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Starts and stops of a DAEMON service: one task on each suitable instance; the old task is stopped
 * first.
 */
final class DaemonPlan {

    private final Tally tally;
    private final Draft draft;
    private final Stopping stopping;
    private final List<ServiceInstance> eligible;
    private final Map<String, List<ServiceTask>> byInstance;

    /** Instances with a task that was asked to stop and has not yet. */
    private final Set<String> stoppingOn;

    private boolean replacesUnhealthy;

    /** Whether a task of an older deployment must not be stopped now. */
    private boolean blocked;

    DaemonPlan(Tally tally, Draft draft) {
        this.tally = tally;
        this.draft = draft;
        this.stopping = new Stopping(tally, draft);
        this.eligible = tally.eligible().toList();
        this.byInstance =
                tally.live.stream().collect(Collectors.groupingBy(ServiceTask::instanceId));
        this.stoppingOn =
                tally.snapshot.tasks().stream()
                        .filter(task -> !task.isLive() && !task.end().stopped())
                        .map(ServiceTask::instanceId)
                        .collect(Collectors.toSet());
        this.replacesUnhealthy = stopping.isReplacingUnhealthy();
    }

    void plan() {
        var empty = new ArrayList<String>();
        for (var instance : eligible) {
            var there = on(instance);
            if (!there.isEmpty()) {
                keepOne(there);
            } else if (isBeingStopped(instance)) {
                draft.waitFor(
                        Wait.Kind.TASKS_TO_STOP,
                        "The former task on container instance %s is being stopped."
                                .formatted(instance.id()),
                        null);
            } else {
                empty.add(instance.id());
            }
            if (instance.isLost()) {
                draft.waitFor(
                        Wait.Kind.LOST_INSTANCE,
                        "The agent of container instance %s is not connected."
                                .formatted(instance.id()),
                        null);
            }
        }
        start(empty);
        tellOfBounds();
        leaveOthers();
    }

    private List<ServiceTask> on(ServiceInstance instance) {
        return byInstance.getOrDefault(instance.id(), List.of());
    }

    private boolean isBeingStopped(ServiceInstance instance) {
        return stoppingOn.contains(instance.id());
    }

    private void keepOne(List<ServiceTask> there) {
        var kept =
                there.stream()
                        .min(
                                Comparator.comparing(tally::isOld)
                                        .thenComparing(task -> !tally.isHealthy(task))
                                        .thenComparing(ServiceTask::createdAt)
                                        .thenComparing(ServiceTask::id))
                        .orElseThrow();
        there.stream()
                .filter(task -> task != kept)
                .forEach(task -> stopping.stop(task, StopPurpose.SCALE_IN));
        if (tally.isOld(kept)) {
            // A lost task does not count toward the minimum, but may run: it is stopped when its
            // agent is back, or given up.
            if (!tally.isLost(kept) && Starting.isAllowed(tally.primary, tally, draft)) {
                blocked |= !stopping.stop(kept, StopPurpose.DEPLOYMENT);
            }
        } else if (tally.isCondemned(kept) && !replacesUnhealthy) {
            replacesUnhealthy = stopping.stop(kept, StopPurpose.UNHEALTHY);
        }
    }

    private void start(List<String> empty) {
        if (empty.isEmpty()) {
            return;
        }
        if (Starting.isAllowed(tally.primary, tally, draft)) {
            draft.startOn(tally.primary, empty);
            return;
        }
        Deployment source = tally.source();
        if (tally.primary.hasFailed() && source != null && !source.throttle().holds(tally.now)) {
            draft.startOn(source, empty);
        }
    }

    private void tellOfBounds() {
        if (!blocked) {
            return;
        }
        if (stopping.protectedTasks() > 0) {
            var text =
                    ServiceTexts.isProtected(
                            tally.service.name(), tally.primary.id(), stopping.protectedTasks());
            draft.condition(text);
            draft.waitFor(Wait.Kind.PROTECTION, text, null);
        } else if (draft.startsNone()
                && stopping.stopped() == 0
                && tally.live.stream().allMatch(tally::isHealthy)
                && eligible.stream().noneMatch(this::isBeingStopped)) {
            var text = ServiceTexts.boundsForbid(tally.service.name());
            draft.condition(text);
            draft.waitFor(Wait.Kind.BOUNDS, text, null);
        }
    }

    /** On a draining instance, daemon tasks stop last; on an unsuitable instance, at once. */
    private void leaveOthers() {
        var wanted = eligible.stream().map(ServiceInstance::id).collect(Collectors.toSet());
        for (var task : tally.all(t -> !wanted.contains(t.instanceId()))) {
            var instance = tally.instance(task);
            if (!instance.draining()) {
                stopping.stopUncounted(task, StopPurpose.PLACEMENT);
            } else if (instance.replicaTasks() == 0) {
                stopping.stopUncounted(task, StopPurpose.DRAIN);
            } else {
                draft.waitFor(
                        Wait.Kind.DRAINING,
                        "Container instance %s is draining; task %s stops when no tasks of other services are left there."
                                .formatted(instance.id(), task.id()),
                        null);
            }
        }
    }
}

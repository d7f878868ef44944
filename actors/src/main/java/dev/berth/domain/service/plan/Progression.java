package dev.berth.domain.service.plan;

import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.Deployment.RolloutState;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceTexts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** How far a deployment has come: what it waits for, whether it has ended, and what is steady. */
final class Progression {

    /** A task that is not healthy after this time is reported. */
    static final Duration TOLD_AFTER = Duration.ofMinutes(2);

    /** Of so many tasks at the same time, the oldest: others would fill the list of events. */
    private static final int TOLD_AT_ONCE = 3;

    private Progression() {}

    static void plan(Tally tally, Draft draft) {
        var primary = tally.primary;
        var old = tally.count(tally::isOld);
        var proven = tally.count(task -> !tally.isOld(task) && tally.isProven(task));
        waits(tally, draft, old);
        removeEmpty(tally, draft);
        if (primary.inProgress()) {
            if (old == 0 && proven >= tally.desired()) {
                draft.command(new ServiceCommand.Complete(primary.id()));
            } else {
                deadline(primary, tally, draft);
            }
        }
        if (isSteady(tally, draft, old)) {
            draft.condition(ServiceTexts.steady(tally.service.name()));
        } else if (wouldBeSteady(tally, draft, old)) {
            draft.keepCondition(ServiceTexts.steady(tally.service.name()));
        }
    }

    /**
     * Only agents are not connected, for example after a start of the server. It is then not
     * announced again that the service is steady when they are back.
     */
    private static boolean wouldBeSteady(Tally tally, Draft draft, int old) {
        return isSettled(tally, draft, old)
                && tally.live.stream()
                        .allMatch(t -> tally.isLost(t) || (tally.isHealthy(t) && tally.isGood(t)));
    }

    private static boolean isSteady(Tally tally, Draft draft, int old) {
        return isSettled(tally, draft, old)
                && tally.live.stream().allMatch(t -> tally.isHealthy(t) && tally.isGood(t));
    }

    private static boolean isSettled(Tally tally, Draft draft, int old) {
        return tally.primary.rollout() == RolloutState.COMPLETED
                && old == 0
                && tally.live.size() == tally.desired()
                && draft.stopped() == 0
                && draft.startsNone();
    }

    private static void deadline(Deployment primary, Tally tally, Draft draft) {
        var deadline = deadline(primary, tally.snapshot.policy());
        if (deadline == null) {
            return;
        }
        if (deadline.isAfter(tally.now)) {
            draft.wakeAt(deadline);
            return;
        }
        var waited =
                draft.waits().stream().map(Wait::text).distinct().collect(Collectors.joining(" "));
        draft.command(
                new ServiceCommand.Expire(
                        primary.id(),
                        deadline,
                        waited.isEmpty() ? "Its tasks were not all healthy." : waited));
    }

    /** That of the service goes before that of its cluster. */
    private static Instant deadline(Deployment primary, ServicePolicy policy) {
        return primary.deadline() != null || policy.deadline() == null
                ? primary.deadline()
                : primary.begunAt().plus(policy.deadline());
    }

    /** An older deployment without tasks is removed, unless it may have to replace some. */
    private static void removeEmpty(Tally tally, Draft draft) {
        var source = tally.source();
        var covered =
                tally.count(task -> !tally.isOld(task) && tally.isHealthy(task)) >= tally.desired();
        var empty =
                tally.service.rollouts().others().stream()
                        .filter(d -> covered || source == null || !d.id().equals(source.id()))
                        .filter(d -> tally.count(task -> tally.isOf(d, task)) == 0)
                        .map(Deployment::id)
                        .toList();
        if (!empty.isEmpty()) {
            draft.command(new ServiceCommand.RemoveDeployments(empty));
        }
    }

    private static void waits(Tally tally, Draft draft, int old) {
        var unproven = tally.all(task -> !tally.isLost(task) && !tally.isProven(task));
        for (var task : unproven) {
            draft.wakeAt(next(tally, task));
        }
        // A deployment ends when its tasks are proven. A service is steady when they are healthy.
        var unhealthy =
                tally.primary.inProgress()
                        ? unproven
                        : unproven.stream().filter(task -> !tally.isHealthy(task)).toList();
        var pending = (int) unhealthy.stream().filter(ServiceTask::isPending).count();
        if (pending > 0) {
            draft.waitFor(Wait.Kind.TASKS_TO_START, tasks(pending) + " PENDING.", null);
        }
        if (unhealthy.size() > pending) {
            draft.waitFor(
                    Wait.Kind.TASKS_TO_BE_HEALTHY,
                    tasks(unhealthy.size() - pending) + " RUNNING and not healthy yet.",
                    null);
        }
        var draining = tally.count(tally::isDraining);
        if (draining > 0) {
            draft.waitFor(
                    Wait.Kind.DRAINING,
                    tasks(draining) + " on container instances that are draining.",
                    null);
        }
        if (old > 0) {
            draft.waitFor(
                    Wait.Kind.OLD_DEPLOYMENT,
                    (old == 1 ? "1 task" : old + " tasks")
                            + " of older deployments "
                            + (old == 1 ? "is" : "are")
                            + " still running.",
                    null);
        }
        tellOfSlowTasks(tally, draft, unproven);
    }

    private static String tasks(int count) {
        return count == 1 ? "1 task is" : count + " tasks are";
    }

    private static void tellOfSlowTasks(Tally tally, Draft draft, List<ServiceTask> unhealthy) {
        var told = 0;
        for (var task : unhealthy) {
            var at = task.createdAt().plus(TOLD_AFTER);
            if (at.isAfter(tally.now)) {
                draft.wakeAt(at);
            } else if (told < TOLD_AT_ONCE) {
                told++;
                draft.condition(
                        ServiceTexts.waits(
                                tally.service.name(),
                                List.of("(task %s) is not healthy yet.".formatted(task.id()))));
            }
        }
    }

    /** The next time at which the task can count as healthier. */
    private static Instant next(Tally tally, ServiceTask task) {
        if (task.isPending()) {
            return null;
        }
        if (task.isUnhealthy()) {
            return tally.isInGrace(task) ? tally.graceEnds(task) : null;
        }
        if (task.isChecked()) {
            return null;
        }
        return tally.isHealthy(task)
                ? task.startedAt().plus(tally.snapshot.policy().proof())
                : task.startedAt().plus(tally.settle(task));
    }
}

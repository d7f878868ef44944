package dev.berth.domain.service.plan;

import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.ServiceTexts;
import dev.berth.domain.service.plan.ServiceAction.Purpose;
import dev.berth.domain.service.plan.ServiceAction.Start;
import dev.berth.domain.service.plan.ServiceAction.StopPurpose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Starts and stops of a REPLICA service. */
final class ReplicaPlan {

    private final Tally tally;
    private final Draft draft;
    private final Stopping stopping;
    private final int desired;
    private final List<ServiceTask> goodPrimary;
    private final List<ServiceTask> goodOld;

    /** The number of old tasks that are needed in addition to the healthy ones of PRIMARY. */
    private final int keepOld;

    ReplicaPlan(Tally tally, Draft draft) {
        this.tally = tally;
        this.draft = draft;
        this.stopping = new Stopping(tally, draft);
        this.desired = tally.desired();
        this.goodPrimary = tally.all(task -> !tally.isOld(task) && tally.isGood(task));
        this.goodOld = tally.all(task -> tally.isOld(task) && tally.isGood(task));
        var healthy = (int) goodPrimary.stream().filter(tally::isHealthy).count();
        this.keepOld = Math.max(0, desired - healthy);
    }

    void plan() {
        var need = Math.max(0, desired - goodPrimary.size());
        var wanted = need > 0 && Starting.isAllowed(tally.primary, tally, draft) ? need : 0;
        var source = tally.source();
        var own = ownReplacements(source, need);
        var room = Math.max(0, tally.upper() - tally.live.size());

        stopPendingOnDraining();
        stopSurplus();
        stopReplaced();
        makeRoom(wanted, own, room);

        var starts = Math.min(wanted, room);
        start(starts);
        if (own > 0 && room > starts) {
            draft.start(new Start(source.id(), Math.min(own, room - starts), Purpose.SCALE, null));
        }
        tellOfBounds(wanted + own, room);
        tellOfProtection();
    }

    /**
     * The number of tasks that the older deployment starts: all that it needs if PRIMARY cannot
     * start tasks any more. Otherwise only the tasks missing to the minimum, if PRIMARY has all its
     * tasks, or cannot start them yet.
     */
    private int ownReplacements(Deployment source, int need) {
        var missing = keepOld - goodOld.size();
        if (source == null
                || missing <= 0
                || source.throttle().holds(tally.now)
                || tally.snapshot.unplaced() != null) {
            return 0;
        }
        if (tally.primary.hasFailed()) {
            return missing;
        }
        if (need > 0 && !tally.primary.throttle().holds(tally.now)) {
            return 0;
        }
        var coming = (int) goodOld.stream().filter(task -> !tally.isHealthy(task)).count();
        return Math.clamp(tally.lower() - stopping.healthy() - coming, 0, missing);
    }

    private void stopPendingOnDraining() {
        tally.all(task -> task.isPending() && tally.isDraining(task) && !tally.isLost(task))
                .forEach(task -> stopping.stop(task, StopPurpose.DRAIN));
    }

    private void stopSurplus() {
        if (goodPrimary.size() > desired) {
            stopSome(
                    new ScaleInOrder(tally).of(goodPrimary),
                    goodPrimary.size() - desired,
                    StopPurpose.SCALE_IN);
        }
        stopOld(oldInOrder(), goodOld.size() - keepOld);
    }

    private void stopOld(List<ServiceTask> candidates, int most) {
        if (most > 0) {
            stopSome(candidates, most, StopPurpose.DEPLOYMENT);
        }
    }

    /** Tasks of failed and older deployments first. */
    private List<ServiceTask> oldInOrder() {
        var ids =
                new ArrayList<>(
                        tally.service.rollouts().others().stream()
                                .sorted(Comparator.comparing((Deployment d) -> !d.hasFailed()))
                                .map(Deployment::id)
                                .toList());
        var source = tally.source();
        if (source != null) {
            ids.remove(source.id());
            ids.add(source.id());
        }
        var ordered = new ArrayList<ServiceTask>();
        ordered.addAll(
                goodOld.stream().filter(task -> !ids.contains(task.deploymentId())).toList());
        for (var id : ids) {
            new ScaleInOrder(tally)
                    .of(goodOld.stream().filter(task -> task.deploymentId().equals(id)).toList())
                    .forEach(ordered::add);
        }
        ordered.sort(
                Comparator.comparing((ServiceTask task) -> !task.isPending())
                        .thenComparing(tally::isHealthy));
        return ordered;
    }

    private int stopSome(Iterable<ServiceTask> candidates, int most, StopPurpose purpose) {
        var left = most;
        for (var task : candidates) {
            if (left <= 0) {
                break;
            }
            if (stopping.stop(task, purpose)) {
                left--;
            }
        }
        return Math.max(0, left);
    }

    /** Leaving tasks are stopped when there are enough healthy tasks without them. */
    private void stopReplaced() {
        var condemned = youngestFirst(tally.all(tally::isCondemned));
        var most = stopping.healthy() + condemned.size() - desired;
        var left = stopSome(condemned, most, StopPurpose.UNHEALTHY);
        left =
                stopSome(
                        draining(),
                        Math.min(left, stopping.healthy() - desired),
                        StopPurpose.DRAIN);
        stopSome(
                tally.all(task -> tally.isMoving(task) && !tally.isCondemned(task)),
                Math.min(left, stopping.healthy() - desired),
                StopPurpose.REBALANCE);
    }

    private List<ServiceTask> draining() {
        return tally.all(
                task -> tally.isDraining(task) && !tally.isCondemned(task) && !tally.isLost(task));
    }

    /** Stops tasks to allow a start, but no more than the minimum allows. */
    private void makeRoom(int wanted, int own, int room) {
        var shortage = wanted + own - room - stopping.stopped();
        var lacking =
                Starting.lacksPlace(tally.primary, tally)
                        ? desired - goodPrimary.size() - stopping.stopped() - beingStopped()
                        : 0;
        if (shortage <= 0 && lacking <= 0) {
            return;
        }
        if (!stopping.isReplacingUnhealthy() && stopping.stopped() == 0) {
            stopSome(youngestFirst(tally.all(tally::isCondemned)), 1, StopPurpose.UNHEALTHY);
        }
        if (shortage > 0) {
            stopSome(draining(), wanted + own - room - stopping.stopped(), StopPurpose.DRAIN);
        }
        // A lost task may still run, and stopping it frees no resources.
        var connected = oldInOrder().stream().filter(task -> !tally.isLost(task)).toList();
        stopOld(connected, Math.max(wanted - room - stopping.stopped(), lacking));
    }

    private int beingStopped() {
        return (int)
                tally.snapshot.tasks().stream()
                        .filter(task -> !task.isLive() && !task.end().stopped())
                        .filter(tally::isOld)
                        .count();
    }

    private static List<ServiceTask> youngestFirst(List<ServiceTask> tasks) {
        return tasks.reversed();
    }

    private void start(int count) {
        var moving = tally.count(task -> !tally.isOld(task) && tally.isMoving(task));
        var zone = Balance.emptiestZone(tally);
        var moved = Math.min(count, moving);
        var unhealthy =
                Math.min(
                        count - moved,
                        tally.count(task -> !tally.isOld(task) && tally.isCondemned(task)));
        start(moved, Purpose.REBALANCE, zone);
        start(unhealthy, Purpose.REPLACE_UNHEALTHY, null);
        start(count - moved - unhealthy, Purpose.SCALE, null);
    }

    private void start(int count, Purpose purpose, String zone) {
        if (count > 0) {
            draft.start(new Start(tally.primary.id(), count, purpose, zone));
        }
    }

    private void tellOfBounds(int wanted, int room) {
        var stuck =
                wanted > 0
                        && room == 0
                        && stopping.stopped() == 0
                        && stopping.protectedTasks() == 0
                        && tally.live.stream().allMatch(tally::isHealthy);
        if (stuck) {
            var text = ServiceTexts.boundsForbid(tally.service.name());
            draft.condition(text);
            draft.waitFor(Wait.Kind.BOUNDS, text, null);
        }
    }

    private void tellOfProtection() {
        if (stopping.protectedTasks() > 0) {
            var text =
                    ServiceTexts.isProtected(
                            tally.service.name(),
                            tally.primary.id(),
                            tally.count(task -> task.isProtected(tally.now)));
            draft.condition(text);
            draft.waitFor(Wait.Kind.PROTECTION, text, null);
        }
    }
}

package dev.berth.domain.service.plan;

import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceTexts;
import dev.berth.domain.service.plan.ServiceAction.StopPurpose;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tasks on instances whose agents are not connected. They are not stopped for that reason alone: a
 * task is given up after a time, and stopped only when its replacement is healthy.
 */
final class LostTasks {

    private LostTasks() {}

    static void plan(Tally tally, Draft draft) {
        if (tally.service.identity().strategy() == SchedulingStrategy.REPLICA) {
            giveUp(tally, draft);
            stopReplaced(tally, draft);
        }
        takeBack(tally, draft);
    }

    private static void giveUp(Tally tally, Draft draft) {
        var lost = tally.all(tally::isLost);
        if (lost.isEmpty()) {
            return;
        }
        var after = tally.snapshot.policy().replaceLostAfter();
        if (after == null) {
            var text =
                    "An agent is not connected. Its tasks are not replaced until it reconnects or its"
                            + " container instance is deregistered.";
            draft.waitFor(Wait.Kind.LOST_INSTANCE, text, null);
            draft.condition(ServiceTexts.waits(tally.service.name(), List.of(text)));
            return;
        }
        var overdue = new ArrayList<String>();
        for (var task : lost) {
            var at = tally.instance(task).lostSince().plus(after);
            if (!at.isAfter(tally.now)) {
                overdue.add(task.id());
            } else {
                draft.waitFor(
                        Wait.Kind.LOST_INSTANCE,
                        "The agent of container instance %s is not connected; task %s is replaced at %s."
                                .formatted(task.instanceId(), task.id(), at),
                        at);
            }
        }
        if (!overdue.isEmpty()) {
            draft.command(new ServiceCommand.WriteOff(overdue));
        }
    }

    private static void stopReplaced(Tally tally, Draft draft) {
        if (tally.snapshot.policy().keep() == ServicePolicy.Keep.ORIGINAL
                || tally.count(tally::isHealthy) < tally.desired()) {
            return;
        }
        tally.snapshot.tasks().stream()
                .filter(ServiceTask::isLive)
                .filter(tally::isWrittenOff)
                .forEach(
                        task ->
                                draft.stop(
                                        task,
                                        StopPurpose.LOST,
                                        "Task replaced because its container instance was lost."));
    }

    /** Tasks that have stopped, and tasks that are back when there is no surplus. */
    private static void takeBack(Tally tally, Draft draft) {
        var settled = tally.live.size() <= tally.desired();
        var kept =
                tally.snapshot.tasks().stream()
                        .filter(ServiceTask::isLive)
                        .filter(task -> tally.isWrittenOff(task) || !settled)
                        .map(ServiceTask::id)
                        .collect(Collectors.toSet());
        var back =
                tally.service.upkeep().writtenOff().keySet().stream()
                        .filter(id -> !kept.contains(id))
                        .sorted()
                        .toList();
        if (!back.isEmpty()) {
            draft.command(new ServiceCommand.TakeBack(back));
        }
    }
}

package dev.berth.domain.service.plan;

import dev.berth.domain.Reconciliation;
import dev.berth.domain.service.MessageLog;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.Service.Details;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceTexts;
import dev.berth.domain.service.plan.ServiceAction.StopPurpose;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Plans the actions that lead a service to its desired tasks. The same snapshot leads to the same
 * plan. A service is not planned again while its actions are carried out.
 */
public final class ServiceReconciler {

    private static final Duration CHECKED_AGAIN_AFTER = Duration.ofSeconds(10);

    private ServiceReconciler() {}

    public static Reconciliation<ServiceAction> plan(ServiceSnapshot snapshot, Instant now) {
        return draft(snapshot, now).finished();
    }

    /** The desired number of tasks: for a DAEMON service the number of its suitable instances. */
    public static int desired(ServiceSnapshot snapshot, Instant now) {
        return switch (snapshot.service()) {
            case Service.Absent _, Service.Forgotten _, Service.Inactive _, Service.Draining _ -> 0;
            case Service.Active(var details) -> new Tally(details, snapshot, now).desired();
        };
    }

    static Draft draft(ServiceSnapshot snapshot, Instant now) {
        var draft = new Draft();
        switch (snapshot.service()) {
            case Service.Absent _, Service.Forgotten _, Service.Inactive _ -> {}
            case Service.Active(var details) -> planActive(details, snapshot, now, draft);
            case Service.Draining(var details, _) -> planDraining(details, snapshot, draft);
        }
        return draft;
    }

    private static void planActive(
            Details service, ServiceSnapshot snapshot, Instant now, Draft draft) {
        var tally = new Tally(service, snapshot, now);
        if (service.primary().begunAt() == null) {
            draft.command(new ServiceCommand.Begin(service.primary().id()));
            draft.waitFor(
                    Wait.Kind.BEGIN,
                    "Deployment %s is about to begin.".formatted(service.primary().id()),
                    null);
            return;
        }
        LostTasks.plan(tally, draft);
        if (Counting.plan(tally, draft)) {
            return; // what failed is counted first: it may end the deployment
        }
        switch (service.identity().strategy()) {
            case REPLICA -> {
                new ReplicaPlan(tally, draft).plan();
                Balance.plan(tally, draft);
            }
            case DAEMON -> new DaemonPlan(tally, draft).plan();
        }
        tellOfConstraints(tally, draft);
        Progression.plan(tally, draft);
        conditions(service, now, draft);
    }

    /** The constraints are checked again after a while, because a plugin can recover by itself. */
    private static void tellOfConstraints(Tally tally, Draft draft) {
        var reason = tally.snapshot.unchecked();
        if (reason != null) {
            var text = ServiceTexts.constraintsUnchecked(tally.service.name(), reason);
            draft.condition(text);
            draft.waitFor(Wait.Kind.CONSTRAINTS, text, tally.now.plus(CHECKED_AGAIN_AFTER));
        }
    }

    /** Protection applies to scale-in and deployments only, so all tasks are stopped. */
    private static void planDraining(Details service, ServiceSnapshot snapshot, Draft draft) {
        var live =
                snapshot.tasks().stream()
                        .filter(ServiceTask::isLive)
                        .filter(task -> snapshot.instances().containsKey(task.instanceId()))
                        .toList();
        live.forEach(task -> draft.stop(task, StopPurpose.DELETION, scaling(task.deploymentId())));
        if (live.isEmpty()) {
            draft.command(new ServiceCommand.FinishDeletion());
        } else {
            draft.waitFor(
                    Wait.Kind.TASKS_TO_STOP,
                    "The service was deleted; %s being stopped."
                            .formatted(
                                    live.size() == 1
                                            ? "its last task is"
                                            : live.size() + " of its tasks are"),
                    null);
        }
    }

    /** Reports current conditions that are due, and clears those that are over. */
    private static void conditions(Details service, Instant now, Draft draft) {
        var log = service.log();
        draft.conditions().stream()
                .sorted()
                .forEach(
                        text -> {
                            if (log.isDue(text, now)) {
                                draft.command(new ServiceCommand.LogMessage(text, true));
                            } else {
                                draft.wakeAt(
                                        log.conditions().get(text).plus(MessageLog.REPEATED_AFTER));
                            }
                        });
        List<String> over =
                log.conditions().keySet().stream().filter(draft::isOver).sorted().toList();
        if (!over.isEmpty()) {
            draft.command(new ServiceCommand.ClearConditions(over));
        }
    }

    /** The {@code stoppedReason} of ECS for tasks that a deployment does not need. */
    static String scaling(String deploymentId) {
        return "Scaling activity initiated by (deployment %s)".formatted(deploymentId);
    }
}

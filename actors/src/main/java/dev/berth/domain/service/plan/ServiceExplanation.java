package dev.berth.domain.service.plan;

import java.time.Instant;
import java.util.List;

/**
 * Why a service is not steady, and what is being done.
 *
 * @param steady whether it has all its tasks, and there are no actions
 * @param waits what it waits for
 * @param next the actions that would be planned now: a dry run
 * @param moves tasks that the placement strategy would place on other instances, at most ten; empty
 *     if rebalancing is off
 * @param planAgainAt when it is planned again even without a change, or null
 */
public record ServiceExplanation(
        boolean steady,
        List<Wait> waits,
        List<ServiceAction> next,
        List<Move> moves,
        Instant planAgainAt) {

    public ServiceExplanation {
        waits = List.copyOf(waits);
        next = List.copyOf(next);
        moves = List.copyOf(moves);
    }

    public static ServiceExplanation of(ServiceSnapshot snapshot, Instant now) {
        var draft = ServiceReconciler.draft(snapshot, now);
        var plan = draft.finished();
        var steady =
                draft.waits().isEmpty()
                        && plan.actions().stream().allMatch(ServiceExplanation::isOnlyWrittenDown);
        return new ServiceExplanation(
                steady, draft.waits(), plan.actions(), draft.moves(), plan.planAgainAt());
    }

    private static boolean isOnlyWrittenDown(ServiceAction action) {
        return switch (action) {
            case ServiceAction.Start _, ServiceAction.StartOn _, ServiceAction.Stop _ -> false;
            case ServiceAction.Command _ -> true;
        };
    }
}

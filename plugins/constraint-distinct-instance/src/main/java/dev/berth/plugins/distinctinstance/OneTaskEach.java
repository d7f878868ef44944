package dev.berth.plugins.distinctinstance;

import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.PlacementConstraint;
import java.util.Optional;

/** Each task of a group on an instance of its own. */
final class OneTaskEach implements PlacementConstraint {

    /** In the words of ECS. */
    private static final String REASON = "DistinctInstance placement constraint unsatisfied.";

    @Override
    public Rule rule(Optional<String> expression) {
        if (expression.isPresent()) {
            throw new InvalidPlacementException(
                    "distinctInstance expression should not be specified.");
        }
        return (task, instance) -> {
            int held = instance.tasksOfGroup(task.group());
            return held == 0
                    ? Fit.FITS
                    : Fit.unfit(REASON, "it has " + held + " of the task group " + task.group());
        };
    }
}

package dev.berth.plugins.distinctinstance;

import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.PlacementConstraint;
import java.util.Optional;

/** Places each task of a group on a different instance. */
final class DistinctInstanceConstraint implements PlacementConstraint {

    /** The message of ECS. */
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
                    : Fit.unfit(REASON, "it runs " + held + " of the task group " + task.group());
        };
    }
}

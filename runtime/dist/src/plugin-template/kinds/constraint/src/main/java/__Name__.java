package __package__;

import dev.berth.plugin.cluster.Utilization;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.PlacementConstraint;
import java.util.Optional;

/** Allows only instances that use less than half of their processors. */
final class __Name__ implements PlacementConstraint {

    @Override
    public Rule rule(Optional<String> expression) {
        return (task, instance) -> {
            double used = instance.utilization().map(Utilization::cpuUnits).orElse(0.0);
            return used * 2 < instance.registered().cpu()
                    ? Fit.FITS
                    : Fit.unfit(
                            "__Name__ placement constraint unsatisfied.",
                            "uses " + used + " of " + instance.registered().cpu() + " CPU units");
        };
    }
}

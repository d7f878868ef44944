package __package__;

import dev.berth.plugin.cluster.Utilization;
import dev.berth.plugin.placement.PlacementStrategy;
import java.util.Optional;

/** Prefers the instance with the lowest CPU usage. A field is ignored. */
final class __Name__ implements PlacementStrategy {

    @Override
    public Preference preference(Optional<String> field) {
        return (task, instance) -> instance.utilization().map(Utilization::cpuUnits).orElse(0.0);
    }
}

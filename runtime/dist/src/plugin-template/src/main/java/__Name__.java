package __package__;

import dev.berth.plugin.placement.ClusterState;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.cluster.Instance;
import dev.berth.plugin.placement.Placement;
import dev.berth.plugin.placement.PlacementRequest;
import dev.berth.plugin.placement.Scheduler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Places each task on the instance with the fewest tasks of those on which it fits. */
final class __Name__ implements Scheduler {

    @Override
    public List<Placement> place(PlacementRequest request, ClusterState cluster) {
        List<Placement> placements = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            placements.add(
                    cluster.instances().stream()
                            .filter(instance -> cluster.check(instance) instanceof Fit.Fits)
                            .min(Comparator.comparingInt(Instance::tasksCount))
                            .map(cluster::take)
                            .orElse(Placement.none("No instance has room.")));
        }
        return placements;
    }
}

package dev.berth.actors.service;

import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.launch.PlacementPoints;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.SnapshotInstance;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.RequiredAttribute;
import dev.berth.plugin.placement.Fit;
import java.util.List;

/**
 * Determines which instances can run tasks of a service: they have the attributes that its task
 * definition requires and satisfy its constraints. Remaining resources are not considered.
 */
interface Fitness extends AutoCloseable {

    /** Every instance can. */
    Fitness ANY = _ -> true;

    boolean fits(ContainerInstance.Registered instance);

    /** The plugins of the constraints stay loaded until then. */
    @Override
    default void close() {}

    static Fitness of(LaunchRequest request, PlacementPoints points, ClusterSnapshot cluster) {
        // A task that an instance already runs must not rule it out.
        var constraints =
                request.placing().constraints().stream()
                        .filter(constraint -> !constraint.type().equals("distinctInstance"))
                        .toList();
        if (constraints.isEmpty()) {
            return instance -> hasAttributes(request, instance);
        }
        var task = request.toPlace();
        var use = points.open(cluster.cluster(), new Placing(List.of(), constraints));
        var rules = use.placers().rules();
        return new Fitness() {
            @Override
            public boolean fits(ContainerInstance.Registered instance) {
                var seen = new SnapshotInstance(cluster, instance);
                return hasAttributes(request, instance)
                        && rules.stream()
                                .allMatch(rule -> rule.check(task, seen) instanceof Fit.Fits);
            }

            @Override
            public void close() {
                use.close();
            }
        };
    }

    private static boolean hasAttributes(
            LaunchRequest request, ContainerInstance.Registered instance) {
        return request.requiredAttributes().stream()
                .allMatch(required -> RequiredAttribute.isMet(required, instance.attributes()));
    }
}

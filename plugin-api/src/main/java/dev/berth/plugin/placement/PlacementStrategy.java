package dev.berth.plugin.placement;

import dev.berth.plugin.cluster.Instance;
import java.util.Optional;

/**
 * Ranks the instances on which a task fits. Users name it in {@code placementStrategy[]}.
 *
 * <p><b>The model.</b> A strategy gives each instance a weight; the lowest weight is the best.
 * Instances can be weighed together, as a partition. The weight of a partition is the sum of the
 * weights of its members. The best partition comes first, and all of its members are equally good.
 * For example, spread over zones uses the zone of an instance as its partition and the number of
 * its tasks of the group as its weight, so the zone with the fewest tasks is the best. Binpack is
 * the plain case: each instance is its own partition (the default), and its weight is its remaining
 * amount of the resource.
 *
 * <p>A request can name several strategies. The first one decides. If several instances are equally
 * good, the second one decides among them, and so on. Remaining ties are broken randomly.
 *
 * <p><b>Rules.</b> {@link Preference#weight} is a pure function of its arguments. It is called once
 * for an instance, and again only when that instance has changed (a task was placed on it or has
 * stopped, its agent reported, an attribute was set). So the cost of placement does not grow with
 * the cluster. A weight is a finite number. The weight of a partition includes all of its
 * registered instances, even those on which the task does not fit. A partition of the second
 * strategy is inside one partition of the first.
 *
 * <p><b>Worked example.</b> The instance with the lowest CPU usage, as {@code {"type": "idlest"}}:
 *
 * <pre>{@code
 * public Preference preference(Optional<String> field) {
 *     return (task, instance) -> instance.utilization().map(Utilization::cpuUnits).orElse(0.0);
 * }
 * }</pre>
 */
public interface PlacementStrategy {

    /** The strategy of one request, for any instance. */
    @FunctionalInterface
    interface Preference {

        /** The weight of the instance. The lowest weight is the best. */
        double weight(TaskToPlace task, Instance instance);

        /**
         * The partition of the instance. It must not depend on anything that placing a task
         * changes.
         */
        default String partition(Instance instance) {
            return instance.id();
        }
    }

    /**
     * @param field the {@code field} of the request; empty if there is none
     * @throws InvalidPlacementException if the field is invalid; the caller of the API gets its
     *     message
     */
    Preference preference(Optional<String> field);
}

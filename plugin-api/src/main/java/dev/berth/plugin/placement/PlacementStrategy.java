package dev.berth.plugin.placement;

import dev.berth.plugin.cluster.Instance;
import java.util.Optional;

/**
 * Says which of the instances that a task fits on are better: what users write as {@code
 * placementStrategy[]}.
 *
 * <p><b>The model.</b> A strategy weighs instances: the least weight is the best. Instances can be
 * weighed together, as a partition, whose weight is the sum of its members': the best partition
 * comes first, and all of its members are as good as each other. Spread over zones is that: the
 * partition of an instance is its zone, its weight the number of tasks of the group it runs, and
 * the zone with the fewest is the best. Binpack is the plain case where each instance is a
 * partition of its own (which is the default) and weighs what is left of it.
 *
 * <p>A request can name several strategies. The first decides; where it leaves several instances
 * equally good the second decides among them, and so on. What the last leaves is drawn by lot.
 *
 * <p><b>Rules.</b> {@link Preference#weight} is a pure function of its arguments: it is called once
 * for an instance, and again only when that instance has changed (a task was placed on it or has
 * stopped, its agent reported, an attribute was set). That is what makes placing fast: its cost
 * does not grow with the cluster. A weight is a finite number. The weight of a partition counts all
 * of its registered instances, those where the task does not fit too. A partition of a second
 * strategy lies inside one of the first.
 *
 * <p><b>Worked example.</b> The instance whose processors are least busy, as {@code {"type":
 * "idlest"}}:
 *
 * <pre>{@code
 * public Preference preference(Optional<String> field) {
 *     return (task, instance) -> instance.utilization().map(Utilization::cpuUnits).orElse(0.0);
 * }
 * }</pre>
 */
public interface PlacementStrategy {

    /** How one strategy of one request weighs instances. */
    @FunctionalInterface
    interface Preference {

        /** How heavy the instance is; the least is the best. */
        double weight(TaskToPlace task, Instance instance);

        /**
         * What the instance is weighed together with. It depends on nothing that placing a task
         * changes.
         */
        default String partition(Instance instance) {
            return instance.id();
        }
    }

    /**
     * @param field what the request says in {@code field}; empty if it says nothing
     * @throws InvalidPlacementException if there is no such field; its message is what the caller
     *     of the API reads
     */
    Preference preference(Optional<String> field);
}

package dev.berth.plugin.placement;

import dev.berth.plugin.cluster.Instance;
import java.time.Instant;
import java.util.Collection;

/**
 * The state of a cluster for one call of a {@link Scheduler}. Only {@link #take} changes it, so
 * that a task sees the resources that the earlier tasks of the call have left.
 */
public interface ClusterState {

    /** Every registered instance, including DRAINING and disconnected ones, ordered by id. */
    Collection<Instance> instances();

    /**
     * Whether one more of the requested tasks fits: the instance is ACTIVE and connected, has the
     * required attributes and enough resources, and satisfies the constraints.
     */
    Fit check(Instance instance);

    /** Chooses the instance for one task, and reserves its resources in this state. */
    Placement take(Instance instance);

    /** The time of this state. */
    Instant now();
}

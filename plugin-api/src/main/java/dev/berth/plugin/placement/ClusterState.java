package dev.berth.plugin.placement;

import dev.berth.plugin.cluster.Instance;
import java.time.Instant;
import java.util.Collection;

/**
 * The picture of a cluster that a {@link Scheduler} decides on. It changes only by {@link #take},
 * so that each task of one call is placed on what those before it leave.
 */
public interface ClusterState {

    /** Every registered instance, DRAINING and disconnected ones too, in the order of their ids. */
    Collection<Instance> instances();

    /**
     * Whether one more of the tasks that are asked for fits: ACTIVE, connected, with the attributes
     * that it requires, with room for it, and with no constraint against it.
     */
    Fit check(Instance instance);

    /** Chooses the instance for one task: what it has left is less from now on. */
    Placement take(Instance instance);

    /** The time of this picture. */
    Instant now();
}

package dev.berth.plugin.placement;

import java.util.List;

/**
 * Chooses the instances of tasks from the state of the whole cluster. Users name it as the only
 * element of {@code placementStrategy[]}, or set it as the default of a cluster.
 *
 * <p><b>The model.</b> Any number of schedulers see the exact state of the cluster and take
 * resources from one pool. There are no locks. The server checks each decision against the chosen
 * instance. If another scheduler has taken the resources in the meantime, the task is planned again
 * on the current state. A scheduler can therefore be optimistic, and it must not remember its
 * decisions.
 *
 * <p><b>Rules.</b> {@link #place} returns one {@link Placement} for each requested task, in any
 * order. It is a pure function of its arguments: it can be called from several threads at once, and
 * again with the same arguments. A choice that does not fit (see {@link ClusterState#check}) is not
 * carried out, and {@code berth explain} shows the reason. If the scheduler throws, takes longer
 * than {@code plugins.call-timeout} or returns fewer placements than tasks, the server places the
 * tasks with its default strategy instead; the log and {@code berth explain} say so.
 *
 * <p><b>Worked example.</b> First fit, by age:
 *
 * <pre>{@code
 * public List<Placement> place(PlacementRequest request, ClusterState cluster) {
 *     var placements = new ArrayList<Placement>();
 *     var byAge = new ArrayList<>(cluster.instances());
 *     byAge.sort(Comparator.comparing(Instance::registeredAt));
 *     for (int i = 0; i < request.count(); i++) {
 *         placements.add(byAge.stream()
 *                 .filter(instance -> cluster.check(instance) instanceof Fit.Fits)
 *                 .findFirst()
 *                 .map(instance -> cluster.take(instance))
 *                 .orElse(Placement.none("no instance has room")));
 *     }
 *     return placements;
 * }
 * }</pre>
 */
public interface Scheduler {

    /**
     * @param request the tasks to place
     * @param cluster the current state of the cluster; valid during the call
     * @return one placement for each task
     */
    List<Placement> place(PlacementRequest request, ClusterState cluster);
}

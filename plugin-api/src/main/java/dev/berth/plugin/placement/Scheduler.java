package dev.berth.plugin.placement;

import java.util.List;

/**
 * Places tasks all by itself, on a picture of the whole cluster: what users write as the only
 * element of {@code placementStrategy[]}, or set as the default of a cluster.
 *
 * <p><b>The model.</b> Any number of schedulers see the exact state of the cluster and take
 * resources from one pool. None holds a lock: what a scheduler decides is checked against the
 * instance that it chose, and where another was faster the tasks that were refused come again, on a
 * newer picture. So a scheduler may be optimistic, and must not remember what it decided.
 *
 * <p><b>Rules.</b> {@link #place} answers with one {@link Placement} for each task that is asked
 * for, in any order. It is a pure function of its arguments as far as the server can tell: it may
 * be called from several threads at once and again with the same arguments. A choice that does not
 * fit ({@link ClusterState#check} tells in advance) is not carried out, and the reason is kept for
 * whoever asks why. Where it throws, takes longer than {@code plugins.call-timeout} or answers with
 * fewer placements than tasks, the server places the tasks with its default strategy instead, and
 * says so in the log and in the explanation.
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
     * @param request what is to be placed, and how many of it
     * @param cluster the instances as they stand; valid during the call
     * @return one placement for each task
     */
    List<Placement> place(PlacementRequest request, ClusterState cluster);
}

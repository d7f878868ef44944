package dev.berth.pluginhost.placement;

import dev.berth.plugin.placement.ClusterState;
import dev.berth.plugin.placement.Placement;
import dev.berth.plugin.placement.PlacementRequest;
import dev.berth.plugin.placement.Scheduler;
import dev.berth.pluginhost.guard.CallMeter;
import dev.berth.pluginhost.guard.LoadedPlugin;
import java.util.List;

/** A plugin's scheduler, whose answers are checked. */
record GuardedScheduler(Scheduler scheduler, CallMeter meter) implements Scheduler {

    static GuardedScheduler of(LoadedPlugin plugin, Scheduler scheduler) {
        return new GuardedScheduler(scheduler, new CallMeter(plugin, "place()"));
    }

    @Override
    public List<Placement> place(PlacementRequest request, ClusterState cluster) {
        List<Placement> answer;
        long entered = meter.enter();
        try {
            var placements = scheduler.place(request, cluster);
            // Its list is its own code: looked at here, where that is guarded.
            answer = placements == null ? null : List.copyOf(placements);
        } catch (Throwable thrown) {
            throw meter.threw(thrown);
        } finally {
            meter.leave(entered);
        }
        if (answer == null) {
            throw meter.returned("null");
        }
        if (answer.size() != request.count()) {
            throw meter.returned(answer.size() + " placements for " + request.count() + " tasks");
        }
        for (var placement : answer) {
            if (placement instanceof Placement.On(String instanceId) && instanceId == null) {
                throw meter.returned("a placement on no instance");
            }
        }
        return answer;
    }

    /** Itself alone: what stands behind it may answer anything. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}

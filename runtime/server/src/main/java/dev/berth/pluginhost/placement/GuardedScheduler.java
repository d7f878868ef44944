package dev.berth.pluginhost.placement;

import dev.berth.plugin.placement.ClusterState;
import dev.berth.plugin.placement.Placement;
import dev.berth.plugin.placement.PlacementRequest;
import dev.berth.plugin.placement.Scheduler;
import dev.berth.pluginhost.guard.CallMeter;
import dev.berth.pluginhost.guard.LoadedPlugin;
import java.util.List;

/** The scheduler of a plugin. Its results are checked. */
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
            // The list may be a class of the plugin, so it is copied inside the guard.
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
        return answer.stream().map(this::checked).toList();
    }

    private Placement checked(Placement placement) {
        return switch (placement) {
            case Placement.On(String instanceId) when instanceId == null ->
                    throw meter.returned("a placement on no instance");
            case Placement.None(String reason) when reason == null || reason.isBlank() ->
                    throw meter.returned("a task without a placement and without a reason");
            case Placement.On on -> on;
            case Placement.None(String reason) ->
                    Placement.none(CallMeter.shortened(reason.strip()));
        };
    }

    /** By identity: {@code equals} of the plugin is not called. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}

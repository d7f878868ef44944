package dev.berth.actors.launch;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.ViewHandle;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;

/**
 * The dependencies of a launcher for planning.
 *
 * @param planners the threads for planning; a plugin that blocks occupies one of them
 */
record Planning(
        ViewHandle<ClusterSnapshot> view,
        PlacementPoints points,
        Explanations explanations,
        ExecutorService planners,
        InstantSource clock) {

    /** A subscription, until it is closed. */
    interface Listeners extends AutoCloseable {
        @Override
        void close();
    }

    Lane lane() {
        return new Lane(points, planners);
    }

    Lane.Prepared prepare(Lane lane, Overlay overlay) {
        return lane.prepare(view::current, overlay, clock);
    }

    void explain(Pass pass, Lane.Result result) {
        explanations.keep(pass, result);
    }

    Listeners listen(ViewHandle.Listener<ClusterSnapshot> instances, Runnable plugins) {
        view.subscribe(instances);
        var subscription = points.onChange(plugins);
        return () -> {
            view.unsubscribe(instances);
            subscription.close();
        };
    }
}

package dev.berth.actors.launch;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.ViewHandle;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;

/**
 * The dependencies of a launcher for planning.
 *
 * @param planners where planning runs, off the actor; a plugin that blocks keeps a thread of it
 */
record Planning(
        ViewHandle<ClusterSnapshot> view,
        PlacementPoints points,
        Explanations explanations,
        ExecutorService planners,
        InstantSource clock) {

    /** A subscription; closing it ends it. */
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

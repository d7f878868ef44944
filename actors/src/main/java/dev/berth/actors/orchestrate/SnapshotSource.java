package dev.berth.actors.orchestrate;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.view.Snapshot;
import dev.berth.actors.view.ViewHandle;
import java.util.function.BiConsumer;

/**
 * The input of a {@link ReconcilerLoop}: snapshots, and a subscription to changes of one or more
 * views.
 */
public interface SnapshotSource<W> {

    /** The newest snapshot. */
    W current();

    /**
     * @param changed called after each change in the view's thread
     * @param begun called once, when no later change can be missed
     */
    Subscription subscribe(BiConsumer<EntityAddress<?>, W> changed, Runnable begun);

    /** A subscription, until it is closed. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** One view. */
    static <V extends Snapshot<V>> SnapshotSource<V> of(ViewHandle<V> view) {
        return new SnapshotSource<>() {
            @Override
            public V current() {
                return view.current();
            }

            @Override
            public Subscription subscribe(BiConsumer<EntityAddress<?>, V> changed, Runnable begun) {
                ViewHandle.Listener<V> listener = changed::accept;
                view.subscribe(listener);
                // Enqueued after the subscription in the view's mailbox.
                view.note(
                        snapshot -> {
                            begun.run();
                            return snapshot;
                        });
                return () -> view.unsubscribe(listener);
            }
        };
    }
}

package dev.berth.actors.view;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.Aggregate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access to a view for any thread: the newest snapshot in one volatile field, read without a
 * message, a lock or the database.
 */
public final class ViewHandle<V extends Snapshot<V>> {

    /**
     * A listener that is called after each change in the view's thread; it must not block. An
     * exception is logged, and the listener is called again for the next change.
     */
    public interface Listener<V> {
        void changed(EntityAddress<?> address, V snapshot);
    }

    private static final Logger LOG = LoggerFactory.getLogger(ViewHandle.class);

    private final List<Subscription<V>> listeners = new CopyOnWriteArrayList<>();
    private volatile V current;
    private volatile boolean ready;
    private volatile ActorRef<View.Command<V>> view;

    ViewHandle(V empty) {
        current = empty;
    }

    public V current() {
        return current;
    }

    /** Whether the API shows the aggregate. */
    public boolean isShown(EntityAddress<?> address) {
        return current.isShown(address);
    }

    /** Whether the journal has been folded. */
    public boolean isReady() {
        return ready;
    }

    /**
     * Completes when this server's view shows the event of the entity with this sequence number.
     */
    public CompletionStage<V> await(EntityAddress<?> address, long sequenceNumber) {
        var snapshot = current;
        if (snapshot.sequenceNumber(address) >= sequenceNumber) {
            return CompletableFuture.completedFuture(snapshot);
        }
        var reached = new CompletableFuture<V>();
        view.tell(new View.Await<>(address, sequenceNumber, reached));
        return reached;
    }

    public void subscribe(Listener<V> listener) {
        view.tell(new View.Subscribe<>(listener));
    }

    public void unsubscribe(Listener<V> listener) {
        view.tell(new View.Unsubscribe<>(listener));
    }

    /**
     * Changes the ephemeral part. {@code about} is the aggregate that is passed to the listeners.
     */
    public void change(EntityAddress<?> about, UnaryOperator<V> change) {
        view.tell(new View.Change<>(about, change));
    }

    /** Changes the ephemeral part without calling the listeners, for frequent changes. */
    public void note(UnaryOperator<V> change) {
        view.tell(new View.Change<>(null, change));
    }

    /** Folds the journal again. The snapshot can be read meanwhile. */
    public void rebuild() {
        view.tell(new View.Rebuild<>());
    }

    /** Stops the view if it is empty. */
    void end(Supplier<ViewHandle<V>> successor, Runnable ended) {
        view.tell(new View.End<>(successor, ended));
    }

    void forward(View.Command<V> message) {
        view.tell(message);
    }

    void published(
            EntityAddress<?> address,
            long firstSequenceNumber,
            List<? extends Aggregate.Event> events) {
        view.tell(new View.Published<>(address, firstSequenceNumber, events));
    }

    void setActor(ActorRef<View.Command<V>> actor) {
        view = actor;
    }

    void set(V snapshot) {
        current = snapshot;
        ready = true;
    }

    void add(Listener<V> listener) {
        listeners.add(new Subscription<>(listener));
    }

    void remove(Listener<V> listener) {
        listeners.removeIf(subscription -> subscription.listener == listener);
    }

    void notifyListeners(EntityAddress<?> address, V snapshot) {
        listeners.forEach(subscription -> subscription.changed(address, snapshot));
    }

    private static final class Subscription<V> {
        private final Listener<V> listener;
        private boolean isFailing;

        private Subscription(Listener<V> listener) {
            this.listener = listener;
        }

        /** Logs the first of consecutive failures. */
        void changed(EntityAddress<?> address, V snapshot) {
            try {
                listener.changed(address, snapshot);
                isFailing = false;
            } catch (RuntimeException e) {
                if (!isFailing) {
                    LOG.error("A listener of a view failed on the change of {}", address, e);
                }
                isFailing = true;
            }
        }
    }
}

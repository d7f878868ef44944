package dev.berth.events;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.feed.Change;
import dev.berth.actors.feed.ChangeFeed;
import dev.berth.actors.feed.ChangeReplay;
import dev.berth.actors.journal.JournalTail;
import dev.berth.ecs.Arns;
import dev.berth.events.EventSubscription.Limits;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes each event once and sends it to all subscribers. No events are made without subscribers.
 */
public final class EventHub implements AutoCloseable {
    private final ControlPlane plane;
    private final JournalTail tail;
    private final EventDocuments documents;
    private final EventMeter meter;
    private final Set<EventSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private volatile long mark;
    private final EventSubscription.Owner owner = new Owner();
    private boolean isOpen;
    private boolean isClosed;

    public EventHub(ControlPlane plane, Arns arns, EventMeter meter) {
        this.plane = plane;
        this.tail = new JournalTail(plane.database());
        this.documents = new EventDocuments(arns);
        this.meter = meter;
    }

    /** How many have subscribed. */
    public int subscriptions() {
        return subscriptions.size();
    }

    /** The position of the newest row of the journal. Blocks. */
    long newest() throws SQLException {
        return tail.newest();
    }

    /**
     * Subscribes. Blocks while it reads the position of the newest row; run it on the threads of
     * the database.
     *
     * @param from the position after which to begin, null for now; a position that the journal has
     *     not reached means now
     */
    EventSubscription subscribe(Long from, EventFilter filter, Limits limits) throws SQLException {
        var newest = tail.newest();
        var start = from == null ? newest : Math.min(from, newest);
        var subscription =
                new EventSubscription(
                        start, filter, limits, new Past(), plane.database().threads(), owner);
        synchronized (this) {
            if (isClosed) {
                subscription.end(EventSubscription.STOPPING);
                return subscription;
            }
            subscriptions.add(subscription);
            if (isOpen) {
                subscription.marked(mark);
            } else {
                isOpen = true;
                mark = 0;
                plane.feed().open(new Listener(), newest);
            }
        }
        return subscription;
    }

    private synchronized void release(EventSubscription subscription) {
        subscriptions.remove(subscription);
        if (subscriptions.isEmpty() && isOpen) {
            isOpen = false;
            plane.feed().shut();
        }
    }

    /** Every stream ends. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        subscriptions.forEach(EventSubscription::close);
    }

    private final class Owner implements EventSubscription.Owner {
        @Override
        public void cutOff(EventSubscription subscription) {
            meter.cutOff();
            release(subscription);
        }

        @Override
        public void closed(EventSubscription subscription) {
            release(subscription);
        }
    }

    private final class Past implements EventSubscription.Past {
        private final ChangeReplay replay = plane.replay();

        @Override
        public ChangeReplay.Page after(long position) throws SQLException {
            return replay.after(position);
        }

        @Override
        public List<EventDocument> events(ChangeReplay.Placed placed) {
            return documents.of(placed.change(), plane.account());
        }
    }

    private final class Listener implements ChangeFeed.Listener {
        @Override
        public void changed(Change change) {
            for (var event : documents.of(change, plane.account())) {
                meter.announced(event.type());
                subscriptions.forEach(subscription -> subscription.offer(event));
            }
        }

        @Override
        public void marked(long ordering) {
            synchronized (EventHub.this) {
                mark = ordering;
            }
            subscriptions.forEach(subscription -> subscription.marked(ordering));
        }

        @Override
        public void lost() {
            subscriptions.forEach(subscription -> subscription.cutOff(EventSubscription.LOST));
        }
    }
}

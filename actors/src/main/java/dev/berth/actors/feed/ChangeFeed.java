package dev.berth.actors.feed;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Shown;
import dev.berth.actors.journal.JournalTail;
import dev.berth.actors.journal.JournalTail.Place;
import dev.berth.actors.view.ChangeTap;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.Snapshot;
import dev.berth.domain.Aggregate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the changes of all clusters to one listener, in the order in which the views apply them,
 * and reports the position of the journal up to which the listener has received every event.
 * Without a listener nothing is kept.
 *
 * <p>The listener runs in its own thread, so a slow listener does not delay the views. The number
 * of changes that wait for it is limited: beyond it, all are dropped and the listener is notified.
 * The position is determined once a second, and only after changes, from the positions of new rows
 * without their contents.
 */
public final class ChangeFeed implements ChangeTap, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

    /** The maximum number of changes that wait for the listener. */
    private static final int CAPACITY = 65_536;

    private static final int PAGE = 5_000;

    /** The distance of the first mark from the newest row: no transaction is open for longer. */
    private static final int LOOK_BACK = 1_000;

    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final long MARK_EVERY = TimeUnit.SECONDS.toNanos(1);

    /** Called in one thread. */
    public interface Listener {
        void changed(Change change);

        /** Every event up to this position of the journal was passed on. */
        void marked(long ordering);

        /** Changes were lost. The listener can read them from the journal. */
        void lost();
    }

    private sealed interface Message {
        record Changed(Change change) implements Message {}

        record Places(List<Place> places) implements Message {}

        record Failed() implements Message {}

        record Lost() implements Message {}

        record End() implements Message {}
    }

    private final JournalTail tail;
    private final Executor jdbc;
    private final InstantSource clock;
    private volatile Delivery delivery;
    private boolean closed;

    public ChangeFeed(JournalTail tail, Executor jdbc, InstantSource clock) {
        this.tail = tail;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Starts passing changes to this listener, which replaces another one. After it returns, every
     * event that is not in the journal yet will be passed on.
     *
     * @param newest the position of the newest row, read before
     */
    public synchronized void open(Listener listener, long newest) {
        shut();
        if (!closed) {
            var started = new Delivery(listener, Math.max(0, newest - LOOK_BACK));
            delivery = started;
            Thread.ofPlatform().name("berth-changes").daemon().start(started::run);
        }
    }

    /** Passes on no more changes. */
    public synchronized void shut() {
        var ended = delivery;
        delivery = null;
        if (ended != null) {
            ended.queue.add(new Message.End());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        shut();
    }

    @Override
    public void applied(
            EntityAddress<?> address,
            long sequenceNumber,
            Aggregate.Event event,
            Snapshot<?> before,
            Snapshot<?> after) {
        var open = delivery;
        if (open != null && after instanceof ClusterSnapshot contents) {
            open.put(
                    new Change(
                            address,
                            sequenceNumber,
                            event,
                            state(address, before),
                            state(address, after),
                            clock.instant(),
                            contents,
                            contents));
        }
    }

    @Override
    public void observed(EntityAddress<?> about, Snapshot<?> before, Snapshot<?> after) {
        var open = delivery;
        if (open != null
                && before instanceof ClusterSnapshot previous
                && after instanceof ClusterSnapshot contents) {
            var state = state(about, after);
            open.put(
                    new Change(
                            about,
                            after.sequenceNumber(about),
                            null,
                            state,
                            state,
                            clock.instant(),
                            contents,
                            previous));
        }
    }

    @Override
    public void refolded() {
        var open = delivery;
        if (open != null) {
            open.queue.add(new Message.Lost());
        }
    }

    private static Aggregate.State state(EntityAddress<?> address, Snapshot<?> snapshot) {
        Aggregate.State held =
                snapshot.table(address.kind()).state(snapshot.id(address)).orElse(null);
        return held == null ? address.kind().decider().initial() : held;
    }

    /** One listener, from its opening to its end. */
    private final class Delivery {
        private final Listener listener;
        private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();

        /** The highest number of each aggregate whose rows are after the mark. */
        private final Map<EntityAddress<?>, Long> handedOn = new HashMap<>();

        private ReadMark mark;
        private boolean isReading;
        private boolean isBehind = true;
        private long readAt = System.nanoTime() - MARK_EVERY;

        private Delivery(Listener listener, long from) {
            this.listener = listener;
            this.mark = new ReadMark(from);
        }

        private void put(Change change) {
            if (queue.size() < CAPACITY) {
                queue.add(new Message.Changed(change));
            } else {
                queue.clear();
                queue.add(new Message.Lost());
            }
        }

        private void run() {
            while (delivery == this) {
                try {
                    if (!handle(queue.poll(untilMark(), TimeUnit.NANOSECONDS))) {
                        return;
                    }
                } catch (InterruptedException _) {
                    return;
                } catch (RuntimeException e) {
                    LOG.error("A change of a view could not be announced", e);
                }
            }
        }

        private boolean handle(Message message) {
            switch (message) {
                case null -> {}
                case Message.Changed(var change) -> changed(change);
                case Message.Places(var places) -> read(places);
                case Message.Failed() -> isReading = false;
                case Message.Lost() -> {
                    isReading = false; // the answer may be among what was dropped
                    listener.lost();
                }
                case Message.End() -> {
                    return false;
                }
            }
            if (isBehind && !isReading && System.nanoTime() - readAt >= MARK_EVERY) {
                read();
            }
            return true;
        }

        private long untilMark() {
            return isBehind && !isReading
                    ? Math.max(1, MARK_EVERY - (System.nanoTime() - readAt))
                    : Long.MAX_VALUE;
        }

        private void changed(Change change) {
            if (change.isJournaled()) {
                handedOn.put(change.address(), change.sequenceNumber());
                isBehind = true;
            }
            listener.changed(change);
        }

        private void read() {
            isReading = true;
            readAt = System.nanoTime();
            var from = mark.ordering();
            try {
                jdbc.execute(() -> queue.add(places(from)));
            } catch (RejectedExecutionException _) {
                isReading = false; // the database is being closed
            }
        }

        private Message places(long from) {
            try {
                return new Message.Places(tail.placesAfter(from, PAGE));
            } catch (SQLException | RuntimeException e) {
                LOG.debug("The positions of events could not be read: {}", e.toString());
                return new Message.Failed();
            }
        }

        private void read(List<Place> places) {
            isReading = false;
            var settled = clock.instant().minus(SETTLED);
            var next = mark.after(places, this::isHandedOn, settled);
            for (var place : places) {
                if (place.ordering() <= next.ordering()) {
                    handedOn.remove(place.address(), place.sequenceNumber());
                }
            }
            isBehind = !places.isEmpty();
            if (places.size() == PAGE && next.ordering() > mark.ordering()) {
                readAt -= MARK_EVERY; // there is more
            }
            if (next.ordering() != mark.ordering()) {
                mark = next;
                listener.marked(next.ordering());
            }
        }

        /** Only what is shown in clusters is announced. */
        private boolean isHandedOn(Place place) {
            return place.address().kind().shown().place() != Shown.Place.CLUSTER
                    || handedOn.getOrDefault(place.address(), 0L) >= place.sequenceNumber();
        }
    }
}

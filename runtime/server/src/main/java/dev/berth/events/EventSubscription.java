package dev.berth.events;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.feed.ChangeReplay;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events for one reader: first those of the journal after its position, then each event as it
 * is made. Events that are made meanwhile wait; how many may wait is limited, and a reader that is
 * slower than that gets its end instead.
 *
 * <p>Every item carries the position from which a later subscription has to start in order to miss
 * nothing that comes after the item. Positions never decrease.
 */
final class EventSubscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventSubscription.class);
    private static final int BATCH = 256;

    /** How many resources are remembered, to tell apart what was read from the journal. */
    private static final int REMEMBERED = 10_000;

    static final String TOO_SLOW =
            "The reader is too slow. Connect again with the id of the last event.";
    static final String LOST =
            "The server has lost events on the way. Connect again with the id of the last event.";
    static final String STOPPING = "The server is stopping.";
    private static final String UNREADABLE =
            "The journal cannot be read now. Connect again with the id of the last event.";

    /**
     * @param event null where only the position has advanced
     * @param position of the journal, to resume after this event
     */
    record Item(EventDocument event, long position) {}

    /**
     * @param end why nothing comes any more, or null
     */
    record Batch(List<Item> items, String end) {}

    /** How many events, and how many characters of them, may wait. */
    record Limits(int events, long characters) {
        static final Limits USUAL = new Limits(10_000, 16 << 20);
    }

    /** Makes the events of past changes. */
    interface Past {
        ChangeReplay.Page after(long position) throws SQLException;

        List<EventDocument> events(ChangeReplay.Placed change);
    }

    /** Who gives events to a subscription. */
    interface Owner {
        /** Called once, when its events are dropped. */
        void cutOff(EventSubscription subscription);

        /** Called when the reader has gone. */
        void closed(EventSubscription subscription);
    }

    private final EventFilter filter;
    private final Limits limits;
    private final Past past;
    private final Executor jdbc;
    private final Owner owner;
    private final Deque<Item> waiting = new ArrayDeque<>();
    private int waitingEvents;
    private long waitingCharacters;

    private final Map<EntityAddress<?>, Long> replayed =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<EntityAddress<?>, Long> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private volatile boolean isReplaying = true;
    private long readTo;
    private long position;
    private long mark;
    private String end;
    private CompletableFuture<Batch> asking;

    /**
     * @param from the position after which it starts
     */
    EventSubscription(
            long from, EventFilter filter, Limits limits, Past past, Executor jdbc, Owner owner) {
        this.readTo = from;
        this.position = from;
        this.filter = filter;
        this.limits = limits;
        this.past = past;
        this.jdbc = jdbc;
        this.owner = owner;
    }

    /** The position to resume from after what was taken so far. */
    synchronized long position() {
        return position;
    }

    /** An event was made. */
    void offer(EventDocument event) {
        if (!filter.matches(event)) {
            return;
        }
        boolean isTooSlow;
        synchronized (this) {
            if (end != null) {
                return;
            }
            waiting.add(new Item(event, mark));
            waitingEvents++;
            waitingCharacters += event.json().length();
            isTooSlow = waitingEvents > limits.events() || waitingCharacters > limits.characters();
        }
        if (isTooSlow) {
            cutOff(TOO_SLOW);
        } else {
            answer();
        }
    }

    /** Every event up to this position was offered, unless it was in the journal before. */
    void marked(long ordering) {
        synchronized (this) {
            mark = ordering;
            if (end != null || ordering <= position) {
                return;
            }
            if (!waiting.isEmpty() && waiting.getLast().event() == null) {
                waiting.removeLast();
            }
            waiting.add(new Item(null, ordering));
        }
        answer();
    }

    /** Nothing comes after what waits already. */
    void end(String reason) {
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = reason;
        }
        answer();
    }

    /** What waits is dropped, and nothing comes any more. */
    void cutOff(String reason) {
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = reason;
            waiting.clear();
            waitingEvents = 0;
            waitingCharacters = 0;
        }
        owner.cutOff(this);
        answer();
    }

    /** The next events, when there are any. To be called again after it has completed. */
    CompletionStage<Batch> next() {
        var asked = new CompletableFuture<Batch>();
        synchronized (this) {
            asking = isReplaying ? null : asked;
        }
        if (isReplaying) {
            return past();
        }
        answer();
        return asked;
    }

    private CompletionStage<Batch> past() {
        try {
            return CompletableFuture.supplyAsync(this::page, jdbc)
                    .thenCompose(
                            batch ->
                                    batch.items().isEmpty() && batch.end() == null
                                            ? next()
                                            : CompletableFuture.completedStage(batch));
        } catch (RejectedExecutionException _) {
            return CompletableFuture.completedStage(new Batch(List.of(), STOPPING));
        }
    }

    /** Reads one page of the journal. */
    private Batch page() {
        ChangeReplay.Page page;
        synchronized (this) {
            if (end != null) {
                return new Batch(List.of(), end);
            }
        }
        try {
            page = past.after(readTo);
        } catch (SQLException | RuntimeException e) {
            LOG.warn("Past events could not be read: {}", e.toString());
            cutOff(UNREADABLE);
            return new Batch(List.of(), UNREADABLE);
        }
        var items = new ArrayList<Item>();
        for (var placed : page.changes()) {
            for (var event : past.events(placed)) {
                if (filter.matches(event)) {
                    items.add(new Item(event, reached(placed.ordering())));
                }
            }
        }
        synchronized (this) {
            page.changes()
                    .forEach(
                            placed ->
                                    replayed.put(
                                            placed.change().address(),
                                            placed.change().sequenceNumber()));
            readTo = page.reached();
            isReplaying = !page.isLast();
        }
        var before = position();
        if (reached(page.reached()) > before) {
            items.add(new Item(null, reached(page.reached())));
        }
        return new Batch(items, null);
    }

    /**
     * Rows that are not settled may still get others before them, so the position waits for the
     * mark.
     */
    private synchronized long reached(long ordering) {
        position = Math.max(position, Math.min(ordering, mark));
        return position;
    }

    /** Answers who asks, where there is something; never under the lock. */
    private void answer() {
        CompletableFuture<Batch> asked;
        Batch batch;
        synchronized (this) {
            batch = asking == null ? null : taken();
            if (batch == null) {
                return;
            }
            asked = asking;
            asking = null;
        }
        asked.complete(batch);
    }

    private Batch taken() {
        var items = new ArrayList<Item>();
        while (items.size() < BATCH && !waiting.isEmpty()) {
            var item = waiting.poll();
            position = Math.max(position, item.position());
            if (item.event() == null) {
                items.add(new Item(null, position));
            } else {
                waitingEvents--;
                waitingCharacters -= item.event().json().length();
                if (!isReplayed(item.event())) {
                    items.add(new Item(item.event(), position));
                }
            }
        }
        var isOver = end != null && waiting.isEmpty();
        return items.isEmpty() && !isOver ? null : new Batch(items, isOver ? end : null);
    }

    private boolean isReplayed(EventDocument event) {
        return event.isJournaled()
                && replayed.getOrDefault(event.address(), 0L) >= event.sequenceNumber();
    }

    @Override
    public void close() {
        end(STOPPING);
        owner.closed(this);
    }
}

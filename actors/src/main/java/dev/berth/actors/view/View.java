package dev.berth.actors.view;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.journal.JournalReader.Row;
import dev.berth.domain.Aggregate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one {@link Snapshot} up to date: it applies the published events in order, and reads the
 * rows of an entity again where a sequence number is missing. It starts with a snapshot that was
 * folded for it; after a restart it folds the journal itself.
 *
 * <p>While it folds, publications wait: what the fold has already seen is ignored by its number.
 */
public final class View<V extends Snapshot<V>> {

    private static final Logger LOG = LoggerFactory.getLogger(View.class);

    public sealed interface Command<V> {}

    record Published<V>(
            EntityAddress<?> address,
            long firstSequenceNumber,
            List<? extends Aggregate.Event> events)
            implements Command<V> {}

    record Await<V>(EntityAddress<?> address, long sequenceNumber, CompletableFuture<V> reached)
            implements Command<V> {}

    /**
     * Changes the ephemeral part, or drops what has left the API.
     *
     * @param about the aggregate that listeners are called with, null to call none of them
     */
    record Change<V>(EntityAddress<?> about, UnaryOperator<V> change) implements Command<V> {}

    record Subscribe<V>(ViewHandle.Listener<V> listener) implements Command<V> {}

    record Unsubscribe<V>(ViewHandle.Listener<V> listener) implements Command<V> {}

    /** Discards the snapshot and folds the journal again. */
    record Rebuild<V>() implements Command<V> {}

    /**
     * The view is not needed any more; it ends if it holds nothing.
     *
     * @param successor receives the messages that are sent to this view afterwards
     * @param ended called in the view's thread when it ends
     */
    record End<V extends Snapshot<V>>(Supplier<ViewHandle<V>> successor, Runnable ended)
            implements Command<V> {}

    private record Stop<V>() implements Command<V> {}

    private record FoldAgain<V>() implements Command<V> {}

    /**
     * @param fold which one: one that was begun before a restart must not win over a newer one
     */
    private record Folded<V>(Object fold, V snapshot, Throwable failure) implements Command<V> {}

    private record RowsRead<V>(EntityAddress<?> address, List<Row> rows, Throwable failure)
            implements Command<V> {}

    private record Waiting<V>(long sequenceNumber, CompletableFuture<V> reached) {}

    /** What outlives a restart, so that waiting callers are still answered. */
    private record Kept<V>(
            Map<EntityAddress<?>, List<Waiting<V>>> waiting, List<Command<V>> whileFolding) {
        Kept() {
            this(new HashMap<>(), new ArrayList<>());
        }
    }

    private final ActorContext<Command<V>> context;
    private final ViewHandle<V> handle;
    private final ViewSource<V> source;
    private final Map<EntityAddress<?>, List<Waiting<V>>> waiting;
    private final Set<EntityAddress<?>> reading = new HashSet<>();
    private final Set<EntityAddress<?>> readAgain = new HashSet<>();
    private final List<Command<V>> whileFolding;
    private boolean folding;
    private Object newestFold;
    private Supplier<ViewHandle<V>> successor;

    static <V extends Snapshot<V>> Behavior<Command<V>> create(
            ViewHandle<V> handle, ViewSource<V> source) {
        var kept = new Kept<V>();
        var startedBefore = new AtomicBoolean();
        return Behaviors.setup(
                context -> {
                    var view = new View<>(context, handle, source, kept);
                    if (startedBefore.getAndSet(true) || !handle.isReady()) {
                        view.fold();
                    }
                    return Behaviors.receiveMessage(view::onReceive);
                });
    }

    private View(
            ActorContext<Command<V>> context,
            ViewHandle<V> handle,
            ViewSource<V> source,
            Kept<V> kept) {
        this.context = context;
        this.handle = handle;
        this.source = source;
        this.waiting = kept.waiting();
        this.whileFolding = kept.whileFolding();
    }

    private Behavior<Command<V>> onReceive(Command<V> message) {
        if (message instanceof Stop<V>) {
            return Behaviors.stopped();
        }
        if (successor == null) {
            onMessage(message);
        } else {
            onMessageAfterTheEnd(message);
        }
        return Behaviors.same();
    }

    private void onMessage(Command<V> message) {
        switch (message) {
            case End<?> end -> end(end);
            case Stop<V> _ -> {}
            case Folded<V>(var fold, var snapshot, var failure) -> {
                if (fold == newestFold) {
                    folded(snapshot, failure);
                }
            }
            case Rebuild<V> _ -> rebuild();
            case FoldAgain<V> _ -> fold();
            case Subscribe<V>(var listener) -> handle.add(listener);
            case Unsubscribe<V>(var listener) -> handle.remove(listener);
            case Command<V> other when folding -> whileFolding.add(other);
            case Published<V>(var address, long first, var events) ->
                    published(address, first, events);
            case Await<V>(var address, long sequenceNumber, var reached) ->
                    await(address, sequenceNumber, reached);
            case Change<V>(var about, var change) -> change(about, change);
            case RowsRead<V>(var address, var rows, var failure) -> read(address, rows, failure);
        }
    }

    /**
     * What comes later goes to the successor, for as long as somebody may hold this view's handle.
     */
    @SuppressWarnings("unchecked") // a successor has the same type of snapshot
    private void end(End<?> end) {
        var current = handle.current();
        if (folding || !waiting.isEmpty() || !reading.isEmpty() || !current.isEmpty()) {
            return;
        }
        successor = ((End<V>) end).successor();
        end.ended().run();
        context.scheduleOnce(java.time.Duration.ofMinutes(1), context.getSelf(), new Stop<>());
    }

    private void onMessageAfterTheEnd(Command<V> message) {
        switch (message) {
            case Published<V> _, Await<V> _, Subscribe<V> _ -> successor.get().forward(message);
            case Unsubscribe<V>(var listener) -> handle.remove(listener);
            // Nothing is left that could be changed or folded.
            case Change<V> _, Rebuild<V> _, Folded<V> _, FoldAgain<V> _, RowsRead<V> _ -> {}
            case End<?> _, Stop<V> _ -> {}
        }
    }

    /** A fold that is on its way does: what it comes too late for is held back meanwhile. */
    private void rebuild() {
        if (!folding) {
            fold();
        }
    }

    private void fold() {
        folding = true;
        var fold = new Object();
        newestFold = fold;
        context.pipeToSelf(
                source.fold(), (snapshot, failure) -> new Folded<>(fold, snapshot, failure));
    }

    private void folded(V snapshot, Throwable failure) {
        if (failure != null) {
            LOG.error("The journal could not be folded into a view; trying again", failure);
            context.scheduleOnce(
                    java.time.Duration.ofSeconds(1), context.getSelf(), new FoldAgain<>());
            return;
        }
        folding = false;
        var before = handle.current();
        handle.set(snapshot.withEphemeralOf(before));
        source.tap().refolded();
        handle.current()
                .differences(before)
                .forEach(address -> handle.tell(address, handle.current()));
        var held = List.copyOf(whileFolding);
        whileFolding.clear();
        held.forEach(this::onMessage);
        List.copyOf(waiting.keySet()).forEach(this::release);
    }

    private void published(
            EntityAddress<?> address, long first, List<? extends Aggregate.Event> events) {
        var reached = handle.current().sequenceNumber(address);
        var last = first + events.size() - 1;
        if (last <= reached) {
            return;
        }
        if (first > reached + 1 || reading.contains(address)) {
            readRows(address);
            return;
        }
        var snapshot = handle.current();
        for (var i = (int) (reached + 1 - first); i < events.size(); i++) {
            snapshot = after(snapshot, address, first + i, events.get(i));
        }
        show(address, snapshot);
    }

    private V after(
            V before, EntityAddress<?> address, long sequenceNumber, Aggregate.Event event) {
        var after = before.after(address, sequenceNumber, event);
        source.tap().applied(address, sequenceNumber, event, before, after);
        return after;
    }

    private void readRows(EntityAddress<?> address) {
        if (!reading.add(address)) {
            readAgain.add(address);
            return;
        }
        var reached = handle.current().sequenceNumber(address);
        context.pipeToSelf(
                source.rowsAfter(address, reached),
                (rows, failure) -> new RowsRead<>(address, rows, failure));
    }

    private void read(EntityAddress<?> address, List<Row> rows, Throwable failure) {
        reading.remove(address);
        if (failure != null) {
            LOG.warn("The rows of {} could not be read again: {}", address, failure.toString());
            context.scheduleOnce(
                    java.time.Duration.ofSeconds(1),
                    context.getSelf(),
                    new RowsRead<>(address, List.of(), null));
            readAgain.add(address);
            reading.add(address);
            return;
        }
        var snapshot = handle.current();
        for (var row : rows) {
            var reached = snapshot.sequenceNumber(address);
            // Of what this view has dropped, or never held, the first rows may be deleted.
            if (reached == 0 || row.sequenceNumber() == reached + 1) {
                snapshot = after(snapshot, address, row.sequenceNumber(), row.event());
            }
        }
        if (handle.current().sequenceNumber(address) == 0
                && snapshot.isOverdue(address, source.shownSince())) {
            // It has left the API; what was persisted of it since does not bring it back.
            giveUpWaiting(address);
        } else if (!rows.isEmpty()) {
            show(address, snapshot);
        }
        if (readAgain.remove(address)) {
            readRows(address);
        }
    }

    private void await(
            EntityAddress<?> address, long sequenceNumber, CompletableFuture<V> reached) {
        if (handle.current().sequenceNumber(address) >= sequenceNumber) {
            reached.complete(handle.current());
            return;
        }
        waiting.computeIfAbsent(address, _ -> new ArrayList<>())
                .add(new Waiting<>(sequenceNumber, reached));
        // An entity publishes before it answers, so who waits here has met a lost publication.
        readRows(address);
    }

    private void change(EntityAddress<?> about, UnaryOperator<V> change) {
        var before = handle.current();
        var after = change.apply(before);
        if (after == before) {
            return;
        }
        if (about == null) {
            handle.set(after);
        } else {
            source.tap().observed(about, before, after);
            show(about, after);
        }
    }

    private void show(EntityAddress<?> address, V snapshot) {
        handle.set(snapshot);
        release(address);
        handle.tell(address, snapshot);
    }

    private void giveUpWaiting(EntityAddress<?> address) {
        var held = waiting.remove(address);
        if (held != null) {
            held.forEach(each -> each.reached().complete(handle.current()));
        }
    }

    private void release(EntityAddress<?> address) {
        var held = waiting.get(address);
        if (held == null) {
            return;
        }
        var reached = handle.current().sequenceNumber(address);
        held.removeIf(
                each ->
                        each.sequenceNumber() <= reached
                                && each.reached().complete(handle.current()));
        held.removeIf(each -> each.reached().isDone());
        if (held.isEmpty()) {
            waiting.remove(address);
        }
    }
}

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
 * Keeps one {@link Snapshot} up to date. It applies published events in order, and reads the rows
 * of an entity again if a sequence number is missing. It starts with a snapshot that was folded
 * before; after a restart it folds the journal itself.
 *
 * <p>During a fold, published events are stashed. Events that the fold already contains are ignored
 * by their sequence numbers.
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
     * Changes the ephemeral part, or removes resources that the API does not show any more.
     *
     * @param about the aggregate that is passed to the listeners; null to call no listeners
     */
    record Change<V>(EntityAddress<?> about, UnaryOperator<V> change) implements Command<V> {}

    record Subscribe<V>(ViewHandle.Listener<V> listener) implements Command<V> {}

    record Unsubscribe<V>(ViewHandle.Listener<V> listener) implements Command<V> {}

    /** Discards the snapshot and folds the journal again. */
    record Rebuild<V>() implements Command<V> {}

    /**
     * The view is not needed any more. It stops if it is empty.
     *
     * @param successor receives messages that are sent to this view afterwards
     * @param ended called in the view's thread when it stops
     */
    record End<V extends Snapshot<V>>(Supplier<ViewHandle<V>> successor, Runnable ended)
            implements Command<V> {}

    private record Stop<V>() implements Command<V> {}

    private record FoldAgain<V>() implements Command<V> {}

    /**
     * @param fold identifies the fold: the result of a fold from before a restart is ignored
     */
    private record Folded<V>(Object fold, V snapshot, Throwable failure) implements Command<V> {}

    private record RowsRead<V>(EntityAddress<?> address, List<Row> rows, Throwable failure)
            implements Command<V> {}

    private record Waiting<V>(long sequenceNumber, CompletableFuture<V> reached) {}

    /** State that is kept over a restart, so that waiting callers are answered. */
    private record State<V>(
            Map<EntityAddress<?>, List<Waiting<V>>> waiting, List<Command<V>> whileFolding) {
        State() {
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
        var kept = new State<V>();
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
            State<V> kept) {
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
            onMessageAfterEnd(message);
        }
        return Behaviors.same();
    }

    private void onMessage(Command<V> message) {
        switch (message) {
            case End<?> end -> end(end);
            case Stop<V> _ -> {}
            case Folded<V>(var fold, var snapshot, var failure) -> {
                if (fold == newestFold) {
                    onFolded(snapshot, failure);
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
            case RowsRead<V>(var address, var rows, var failure) ->
                    onRowsRead(address, rows, failure);
        }
    }

    /**
     * Forwards later messages to the successor, because callers may still have this view's handle.
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

    private void onMessageAfterEnd(Command<V> message) {
        switch (message) {
            case Published<V> _, Await<V> _, Subscribe<V> _ -> successor.get().forward(message);
            case Unsubscribe<V>(var listener) -> handle.remove(listener);
            // The view is empty, so there is nothing to change or to fold.
            case Change<V> _, Rebuild<V> _, Folded<V> _, FoldAgain<V> _, RowsRead<V> _ -> {}
            case End<?> _, Stop<V> _ -> {}
        }
    }

    /** A running fold is sufficient: later events are stashed. */
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

    private void onFolded(V snapshot, Throwable failure) {
        if (failure != null) {
            LOG.error("Folding the journal into a view failed; trying again", failure);
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
                .forEach(address -> handle.notifyListeners(address, handle.current()));
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

    private void onRowsRead(EntityAddress<?> address, List<Row> rows, Throwable failure) {
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
            // The first rows may have been deleted if the view does not have the aggregate.
            if (reached == 0 || row.sequenceNumber() == reached + 1) {
                snapshot = after(snapshot, address, row.sequenceNumber(), row.event());
            }
        }
        if (handle.current().sequenceNumber(address) == 0
                && snapshot.isOverdue(address, source.shownSince())) {
            // The API does not show it any more, and later events must not restore it.
            failWaiting(address);
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
        // An entity publishes before it answers, so a caller that waits here indicates a lost
        // event.
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
        handle.notifyListeners(address, snapshot);
    }

    private void failWaiting(EntityAddress<?> address) {
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

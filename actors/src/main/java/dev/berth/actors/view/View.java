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
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one {@link Snapshot} up to date: applies what entities publish, in order; where a number is
 * missing it reads that entity's rows again. It starts with a fold that was made for it, or, when
 * it is started again, makes its own.
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

    /** Changes the ephemeral part, or drops what has left the API. */
    record Change<V>(EntityAddress<?> about, UnaryOperator<V> change) implements Command<V> {}

    record Subscribe<V>(ViewHandle.Listener<V> listener) implements Command<V> {}

    record Unsubscribe<V>(ViewHandle.Listener<V> listener) implements Command<V> {}

    /** Forgets everything and folds the journal anew. */
    record Rebuild<V>() implements Command<V> {}

    private record Folded<V>(V snapshot, Throwable failure) implements Command<V> {}

    private record RowsRead<V>(EntityAddress<?> address, List<Row> rows, Throwable failure)
            implements Command<V> {}

    private record Waiting<V>(long sequenceNumber, CompletableFuture<V> reached) {}

    private final ActorContext<Command<V>> context;
    private final ViewHandle<V> handle;
    private final ViewSource<V> source;
    private final Map<EntityAddress<?>, List<Waiting<V>>> waiting = new HashMap<>();
    private final Set<EntityAddress<?>> reading = new HashSet<>();
    private final Set<EntityAddress<?>> readAgain = new HashSet<>();
    private final List<Command<V>> whileFolding = new ArrayList<>();
    private boolean folding;

    static <V extends Snapshot<V>> Behavior<Command<V>> create(
            ViewHandle<V> handle, ViewSource<V> source) {
        return Behaviors.setup(
                context -> {
                    var view = new View<>(context, handle, source);
                    if (!handle.isReady()) {
                        view.fold();
                    }
                    return Behaviors.receiveMessage(
                            message -> {
                                view.onMessage(message);
                                return Behaviors.same();
                            });
                });
    }

    private View(ActorContext<Command<V>> context, ViewHandle<V> handle, ViewSource<V> source) {
        this.context = context;
        this.handle = handle;
        this.source = source;
    }

    private void onMessage(Command<V> message) {
        switch (message) {
            case Folded<V>(var snapshot, var failure) -> folded(snapshot, failure);
            case Rebuild<V> _ -> fold();
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

    private void fold() {
        folding = true;
        context.pipeToSelf(source.fold(), Folded::new);
    }

    private void folded(V snapshot, Throwable failure) {
        if (failure != null) {
            LOG.error("The journal could not be folded into a view; trying again", failure);
            context.scheduleOnce(
                    java.time.Duration.ofSeconds(1), context.getSelf(), new Rebuild<>());
            return;
        }
        folding = false;
        handle.set(snapshot.withEphemeralOf(handle.current()));
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
            snapshot = snapshot.after(address, first + i, events.get(i));
        }
        show(address, snapshot);
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
            if (row.sequenceNumber() == snapshot.sequenceNumber(address) + 1) {
                snapshot = snapshot.after(address, row.sequenceNumber(), row.event());
            }
        }
        if (!rows.isEmpty()) {
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
        if (after != before) {
            show(about, after);
        }
    }

    private void show(EntityAddress<?> address, V snapshot) {
        handle.set(snapshot);
        release(address);
        handle.tell(address, snapshot);
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

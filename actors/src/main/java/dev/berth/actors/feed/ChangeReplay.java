package dev.berth.actors.feed;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Shown;
import dev.berth.actors.journal.JournalTail;
import dev.berth.actors.journal.JournalTail.Entry;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.Aggregate;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads past changes from the journal, page by page. An event is omitted if earlier rows of its
 * aggregate are deleted, because the state before it is unknown. Not safe for several threads;
 * every call blocks.
 */
public final class ChangeReplay {
    private static final int PAGE = 256;
    private static final int STATES = 2_000;

    /** A change and its position in the journal. */
    public record Placed(long ordering, Change change) {}

    /**
     * @param reached the position after this page
     * @param isLast whether the journal has no further rows
     */
    public record Page(List<Placed> changes, long reached, boolean isLast) {}

    private record Known(long sequenceNumber, Aggregate.State state) {}

    private final JournalTail tail;
    private final Function<String, ClusterSnapshot> clusters;

    private final Map<EntityAddress<?>, Known> states =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<EntityAddress<?>, Known> eldest) {
                    return size() > STATES;
                }
            };

    /**
     * @param clusters returns the current contents of a cluster by its name
     */
    public ChangeReplay(JournalTail tail, Function<String, ClusterSnapshot> clusters) {
        this.tail = tail;
        this.clusters = clusters;
    }

    /** The changes after a position. */
    public Page after(long ordering) throws SQLException {
        var entries = tail.entriesAfter(ordering, PAGE);
        var changes = new ArrayList<Placed>();
        for (var entry : entries) {
            if (entry.address().kind().shown().place() == Shown.Place.CLUSTER) {
                change(entry).ifPresent(made -> changes.add(new Placed(entry.ordering(), made)));
            }
        }
        var reached = entries.isEmpty() ? ordering : entries.getLast().ordering();
        return new Page(changes, reached, entries.size() < PAGE);
    }

    private Optional<Change> change(Entry entry) throws SQLException {
        var address = entry.address();
        var before = before(entry);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        var after = address.kind().evolve(before.get(), entry.event());
        states.put(address, new Known(entry.sequenceNumber(), after));
        var contents = clusters.apply(address.cluster());
        return Optional.of(
                new Change(
                        address,
                        entry.sequenceNumber(),
                        entry.event(),
                        before.get(),
                        after,
                        entry.writtenAt(),
                        contents,
                        contents));
    }

    private Optional<? extends Aggregate.State> before(Entry entry) throws SQLException {
        var known = states.get(entry.address());
        return known != null && known.sequenceNumber() == entry.sequenceNumber() - 1
                ? Optional.of(known.state())
                : tail.stateAt(entry.address(), entry.sequenceNumber() - 1);
    }
}

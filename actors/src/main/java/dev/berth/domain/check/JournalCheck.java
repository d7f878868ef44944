package dev.berth.domain.check;

import dev.berth.domain.Aggregate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Replays a journal row by row and reports violations of the invariants. It keeps its own records
 * and shares no rule with the deciders, so that it finds their mistakes.
 *
 * <p>The caller passes the oldest snapshots first, then all rows in {@code ordering}, then the
 * client tokens, then calls {@link #result}. An aggregate whose first rows were deleted starts with
 * its oldest snapshot; before that its contents are not checked. The check needs 32 bytes for each
 * aggregate, and an entry for each registered instance, each service and its deployments, and each
 * task that has not stopped.
 *
 * <p>Not safe for several threads.
 */
public final class JournalCheck {

    private record Beginning(long sequenceNumber, Aggregate.State state) {}

    private record Kind(Set<Class<?>> endings, AggregateCheck check) {}

    private final CheckContext context = new CheckContext();
    private final Findings findings = context.findings();
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Positions positions = new Positions();
    private final Map<String, Beginning> beginnings = new HashMap<>();
    private final Map<String, Long> aggregates = new TreeMap<>();
    private final Set<String> namedByTokens = new HashSet<>();
    private long rows;
    private long tokens;

    /**
     * @param kinds every kind that the journal can contain
     */
    public JournalCheck(Collection<CheckedKind> kinds) {
        for (var kind : kinds) {
            this.kinds.put(kind.name(), new Kind(kind.endings(), kind.check().in(context)));
        }
    }

    /** The oldest snapshot of an aggregate. */
    public void restore(String aggregate, long sequenceNumber, Aggregate.State state) {
        beginnings.put(aggregate, new Beginning(sequenceNumber, state));
    }

    /** The next row of the journal. */
    public void apply(Row row, Aggregate.Event event) {
        var phase = follow(row, event);
        var beginning = beginnings.get(row.aggregate());
        if (beginning != null && row.sequenceNumber() <= beginning.sequenceNumber()) {
            positions.put(row.aggregate(), row.sequenceNumber(), phase);
            if (row.sequenceNumber() == beginning.sequenceNumber()) {
                beginnings.remove(row.aggregate());
                begin(row, beginning.state());
            }
            return;
        }
        positions.put(
                row.aggregate(),
                row.sequenceNumber(),
                phase == Phase.LOST
                        ? phase
                        : kind(row).orElseThrow().check().apply(row, event, phase));
    }

    /** Empty for rows of unknown kinds, which were reported as unreadable. */
    private Optional<Kind> kind(Row row) {
        return Optional.ofNullable(kinds.get(row.kind()));
    }

    private void begin(Row row, Aggregate.State state) {
        kind(row).ifPresent(kind -> kind.check().begin(row, state));
    }

    private void markUnknown(Row row) {
        kind(row).ifPresent(kind -> kind.check().markUnknown(row.aggregate()));
    }

    /** An unreadable row. Only the sequence numbers of its aggregate are checked from here on. */
    public void unreadable(Row row, String why) {
        follow(row, null);
        findings.add(Invariant.HISTORY, row, "The row cannot be read: " + why);
        markUnknown(row);
        beginnings.remove(row.aggregate());
        positions.put(row.aggregate(), row.sequenceNumber(), Phase.LOST);
    }

    /** An unreadable snapshot. Its aggregate can be checked only if its first row exists. */
    public void unreadableSnapshot(String aggregate, long sequenceNumber, String why) {
        findings.add(
                Invariant.HISTORY,
                new Row(0, aggregate, sequenceNumber),
                "The snapshot cannot be read: " + why);
    }

    /** Checks that the row has the next sequence number of its aggregate. */
    private Phase follow(Row row, Aggregate.Event event) {
        rows++;
        var last = positions.sequenceNumber(row.aggregate());
        var phase = positions.phase(row.aggregate());
        if (last == 0) {
            aggregates.merge(row.kind(), 1L, Long::sum);
            return first(row, event);
        }
        if (row.sequenceNumber() > last + 1) {
            findings.add(
                    Invariant.HISTORY,
                    row,
                    "The row before it has number %d: rows are missing.".formatted(last));
            return lost(row);
        }
        if (row.sequenceNumber() <= last) {
            findings.add(
                    Invariant.HISTORY,
                    row,
                    "Number %d precedes it in the journal.".formatted(last));
            return lost(row);
        }
        return phase;
    }

    private Phase first(Row row, Aggregate.Event event) {
        var beginning = beginnings.get(row.aggregate());
        if (row.sequenceNumber() == 1) {
            beginnings.remove(row.aggregate()); // all of its rows exist
            return Phase.SEEN;
        }
        if (beginning != null && beginning.sequenceNumber() >= row.sequenceNumber() - 1) {
            if (beginning.sequenceNumber() == row.sequenceNumber() - 1) {
                beginnings.remove(row.aggregate());
                begin(row, beginning.state());
            }
            return Phase.SEEN;
        }
        if (isEnding(row, event)) {
            return Phase.SEEN;
        }
        if (event != null) {
            findings.add(
                    Invariant.HISTORY,
                    row,
                    "It is the first row of its aggregate, and there is no snapshot before it: rows are"
                            + " missing.");
        }
        return lost(row);
    }

    /**
     * Rows before an ending are deleted after a while; the ending alone leads to the same state.
     */
    private boolean isEnding(Row row, Aggregate.Event event) {
        return event != null
                && kind(row).filter(kind -> kind.endings().contains(event.getClass())).isPresent();
    }

    /** Reports one finding, not one for each row that follows. */
    private Phase lost(Row row) {
        markUnknown(row);
        return Phase.LOST;
    }

    /**
     * A client token. The tasks that it names may exist, be abandoned, or never have been placed.
     */
    public void token(String cluster, String token, List<String> taskIds) {
        tokens++;
        var row = new Row(0, "client token %s of cluster %s".formatted(token, cluster), 0);
        for (var id : taskIds) {
            if (!id.matches("[0-9a-f]{32}")) {
                findings.add(
                        Invariant.I2, row, "It names '%s', which is not a task id.".formatted(id));
            } else if (!namedByTokens.add(cluster + "/" + id)) {
                findings.add(
                        Invariant.I2,
                        row,
                        "It names task %s, which belongs to another call.".formatted(id));
            }
        }
    }

    public CheckResult result() {
        return new CheckResult(
                rows,
                aggregates,
                tokens,
                context.instances().reservedTwice(),
                findings.counts(),
                findings.first());
    }
}

package dev.berth.domain.check;

import dev.berth.domain.Aggregate;
import dev.berth.domain.check.Marks.Mark;
import dev.berth.domain.cluster.ClusterEvent;
import dev.berth.domain.family.FamilyEvent;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.task.TaskEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Replays a journal row by row and says what breaks the invariants. It keeps books of its own and
 * shares no rule with the deciders, so that their mistakes are found.
 *
 * <p>First come the oldest kept snapshots, then all rows in {@code ordering}, then the client
 * tokens, then {@link #result}. An aggregate whose first rows were deleted begins with its oldest
 * snapshot; until then nothing is said of what it holds. Memory is kept for what lives: 32 bytes
 * for each aggregate, and a book for each registered instance and each task that is not over.
 *
 * <p>Not safe for several threads.
 */
public final class JournalCheck {

    private record Beginning(long sequenceNumber, Aggregate.State state) {}

    private final Findings findings = new Findings();
    private final Marks marks = new Marks();
    private final Map<String, Beginning> beginnings = new HashMap<>();
    private final Map<String, Long> aggregates = new TreeMap<>();
    private final InstanceCheck instances = new InstanceCheck(findings);
    private final TaskCheck tasks = new TaskCheck(findings, instances);
    private final Set<String> namedByTokens = new HashSet<>();
    private long rows;
    private long tokens;

    public JournalCheck() {
        instances.isActiveOn(tasks::isActiveOn);
    }

    /** The oldest snapshot that is kept of an aggregate. */
    public void restore(String aggregate, long sequenceNumber, Aggregate.State state) {
        beginnings.put(aggregate, new Beginning(sequenceNumber, state));
    }

    /** One more row, later in the journal than all before. */
    public void apply(Row row, Aggregate.Event event) {
        var mark = follow(row, event);
        var beginning = beginnings.get(row.aggregate());
        if (beginning != null && row.sequenceNumber() <= beginning.sequenceNumber()) {
            marks.put(row.aggregate(), row.sequenceNumber(), mark);
            if (row.sequenceNumber() == beginning.sequenceNumber()) {
                beginnings.remove(row.aggregate());
                instances.begin(row, beginning.state());
            }
            return;
        }
        marks.put(
                row.aggregate(),
                row.sequenceNumber(),
                mark == Mark.LOST ? mark : after(row, event, mark));
    }

    private Mark after(Row row, Aggregate.Event event, Mark mark) {
        return switch (event) {
            case TaskEvent task -> tasks.apply(row, task, mark);
            case InstanceEvent instance -> {
                instances.apply(row, instance);
                yield Mark.SEEN;
            }
            default -> Mark.SEEN; // of the others only the numbers are checked
        };
    }

    /**
     * A row that cannot be read; of its aggregate nothing but the numbers is checked from here on.
     */
    public void unreadable(Row row, String why) {
        follow(row, null);
        findings.add(Invariant.HISTORY, row, "The row cannot be read: " + why);
        instances.lose(row.aggregate());
        tasks.lose(row.aggregate());
        beginnings.remove(row.aggregate());
        marks.put(row.aggregate(), row.sequenceNumber(), Mark.LOST);
    }

    /** A snapshot that cannot be read: its aggregate is known from its first row or not at all. */
    public void unreadableSnapshot(String aggregate, long sequenceNumber, String why) {
        findings.add(
                Invariant.HISTORY,
                new Row(0, aggregate, sequenceNumber),
                "The snapshot cannot be read: " + why);
    }

    /** Whether the row has the number that its aggregate comes to next. */
    private Mark follow(Row row, Aggregate.Event event) {
        rows++;
        var last = marks.sequenceNumber(row.aggregate());
        var mark = marks.mark(row.aggregate());
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
                    "Number %d stands before it in the journal.".formatted(last));
            return lost(row);
        }
        return mark;
    }

    private Mark first(Row row, Aggregate.Event event) {
        var beginning = beginnings.get(row.aggregate());
        if (row.sequenceNumber() == 1) {
            beginnings.remove(row.aggregate()); // all of its rows are there
            return Mark.SEEN;
        }
        if (beginning != null && beginning.sequenceNumber() >= row.sequenceNumber() - 1) {
            if (beginning.sequenceNumber() == row.sequenceNumber() - 1) {
                beginnings.remove(row.aggregate());
                instances.begin(row, beginning.state());
            }
            return Mark.SEEN;
        }
        if (isLastWord(event)) {
            return Mark.SEEN;
        }
        if (event != null) {
            findings.add(
                    Invariant.HISTORY,
                    row,
                    "It is the first row of its aggregate, and no snapshot stands before it: rows are"
                            + " missing.");
        }
        return lost(row);
    }

    /** What was missed cannot be made up for: one finding, not one for each row that follows. */
    private Mark lost(Row row) {
        instances.lose(row.aggregate());
        tasks.lose(row.aggregate());
        return Mark.LOST;
    }

    /** The rows before these are deleted after a while, and they alone lead to the same state. */
    private static boolean isLastWord(Aggregate.Event event) {
        return event instanceof InstanceEvent.Deregistered
                || event instanceof ClusterEvent.Forgotten
                || event instanceof FamilyEvent.Forgotten;
    }

    /**
     * A client token. The tasks that it names may exist, be given up, or never have been placed.
     */
    public void token(String cluster, String token, List<String> taskIds) {
        tokens++;
        var row = new Row(0, "client token %s of cluster %s".formatted(token, cluster), 0);
        for (var id : taskIds) {
            if (!id.matches("[0-9a-f]{32}")) {
                findings.add(
                        Invariant.I2, row, "It names '%s', which is no task id.".formatted(id));
            } else if (!namedByTokens.add(cluster + "/" + id)) {
                findings.add(
                        Invariant.I2,
                        row,
                        "It names task %s, which another call was answered with.".formatted(id));
            }
        }
    }

    public CheckResult result() {
        return new CheckResult(
                rows,
                aggregates,
                tokens,
                instances.reservedTwice(),
                findings.counts(),
                findings.first());
    }
}

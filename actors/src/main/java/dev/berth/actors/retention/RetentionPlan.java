package dev.berth.actors.retention;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.RetentionRule;
import dev.berth.actors.journal.FinalEvents.FinalEvent;
import dev.berth.actors.journal.RowDeletion.Part;
import dev.berth.actors.journal.TaskRows.Ended;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.domain.taskdefinition.TaskDefinition.Registered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Determines which rows are deleted. */
public final class RetentionPlan {

    private RetentionPlan() {}

    /**
     * Of some ended tasks, those whose rows are deleted.
     *
     * @param tooMany the position in the journal after which as many tasks ended as are kept
     * @param inUse the tasks that must be kept: shown by the API, or named by a client token
     */
    public static List<EntityAddress<?>> plan(
            List<Ended> ended,
            long tooMany,
            Predicate<EntityAddress<?>> inUse,
            Retention retention,
            Instant now) {
        if (retention.keepJournal()) {
            return List.of();
        }
        return ended.stream()
                .filter(task -> isKeptNoLonger(task, tooMany, retention, now))
                .filter(task -> task.at().isBefore(now.minus(retention.rows())))
                .<EntityAddress<?>>map(Ended::task)
                .filter(inUse.negate())
                .toList();
    }

    /** Whether the retention period of a task is over, or too many newer tasks have stopped. */
    public static boolean isKeptNoLonger(
            Ended task, long tooMany, Retention retention, Instant now) {
        return task.at().isBefore(now.minus(retention.postMortem()))
                || task.launched() && task.ordering() <= tooMany;
    }

    /**
     * The rows of ended aggregates that are deleted: all rows before the final event, and in a
     * later cleanup the final event itself, if the id is never used again. A reader finds the end
     * or no rows, never the beginning without the end.
     *
     * @param shown by the API, or still needed by a resource that it shows
     */
    public static List<Part> concluded(
            List<FinalEvent> ends,
            Predicate<EntityAddress<?>> shown,
            Retention retention,
            Instant now) {
        if (retention.keepJournal()) {
            return List.of();
        }
        var before = now.minus(retention.stoppedTasks());
        var going = new ArrayList<Part>();
        for (var end : ends) {
            switch (end.of().kind().retention()) {
                case RetentionRule.WhileShown<?, ?> _ -> {
                    if (end.at().isBefore(before) && !shown.test(end.of())) {
                        going.add(end.alone() ? last(end) : earlier(end));
                    }
                }
                case RetentionRule.WithItsName<?, ?> _ -> {
                    if (!end.alone()) {
                        going.add(earlier(end));
                    }
                }
                case RetentionRule.AsHistory<?, ?> _,
                        RetentionRule.WhileReferred<?, ?> _,
                        RetentionRule.ForEver<?, ?> _ -> {}
            }
        }
        return going;
    }

    private static Part earlier(FinalEvent end) {
        return new Part(end.of(), end.sequenceNumber() - 1, end.sequenceNumber());
    }

    private static Part last(FinalEvent end) {
        return new Part(end.of(), end.sequenceNumber(), end.sequenceNumber());
    }

    /** The task definitions, by {@code family:revision}, that the API does not show. */
    public static Set<String> hiddenDefinitions(AccountSnapshot account) {
        var hidden = new TreeSet<String>();
        account.definitions()
                .rows()
                .forEach(
                        (id, definition) -> {
                            if (definition.state() instanceof Registered r
                                    && account.shownDefinition(r.family(), r.revision())
                                            .isEmpty()) {
                                hidden.add(id);
                            }
                        });
        return hidden;
    }

    /**
     * Of the unreferenced definitions, those that have been unreferenced for long enough.
     *
     * @param unusedSince when each was first seen unreferenced
     */
    public static List<String> definitions(
            Map<String, Instant> unusedSince, Retention retention, Instant now) {
        return retention.keepJournal()
                ? List.of()
                : unusedSince.entrySet().stream()
                        .filter(unused -> !unused.getValue().isAfter(now.minus(retention.rows())))
                        .map(Map.Entry::getKey)
                        .toList();
    }
}

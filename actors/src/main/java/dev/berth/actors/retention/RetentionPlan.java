package dev.berth.actors.retention;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Kept;
import dev.berth.actors.journal.FinalEvents.FinalEvent;
import dev.berth.actors.journal.RowDeletion.Part;
import dev.berth.actors.journal.TaskRows.Ended;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.domain.taskdefinition.TaskDefinition.Registered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Whose rows go. */
public final class RetentionPlan {

    /**
     * No rows go sooner, whatever is set: an id stands for at most one set of containers, and a
     * launch of it that is under way must find that it is over.
     */
    static final Duration LEAST = Duration.ofHours(1);

    private RetentionPlan() {}

    /**
     * The tasks whose rows go.
     *
     * @param ended every task that is over, in any order
     * @param inUse what must stay: shown by the API, or named by a client token
     */
    public static List<EntityAddress<?>> plan(
            List<Ended> ended,
            Predicate<EntityAddress<?>> inUse,
            Retention retention,
            Instant now) {
        if (retention.keepJournal()) {
            return List.of();
        }
        var newestFirst = new ArrayList<>(ended);
        newestFirst.sort(Comparator.comparing(Ended::at).reversed());
        var kept = now.minus(retention.postMortem());
        var going = new ArrayList<EntityAddress<?>>();
        var launched = 0;
        for (var task : newestFirst) {
            var isOverCount = task.launched() && ++launched > retention.postMortemTasks();
            var isOld = task.at().isBefore(kept) || isOverCount;
            if (isOld && task.at().isBefore(now.minus(LEAST)) && !inUse.test(task.task())) {
                going.add(task.task());
            }
        }
        return going;
    }

    /**
     * What goes of aggregates that have ended: all rows before the final event, and in a later
     * sweep the final event itself, where the id is never used again. So whoever happens to read
     * the aggregate meanwhile finds its end or nothing, and never a beginning without its end.
     *
     * @param shown by the API, or still needed for what it shows
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
            switch (end.of().kind().kept()) {
                case Kept.WhileShown<?, ?> _ -> {
                    if (end.at().isBefore(before) && !shown.test(end.of())) {
                        going.add(end.alone() ? last(end) : earlier(end));
                    }
                }
                case Kept.WithItsName<?, ?> _ -> {
                    if (!end.alone()) {
                        going.add(earlier(end));
                    }
                }
                case Kept.AsHistory<?, ?> _, Kept.WhileReferred<?, ?> _, Kept.ForEver<?, ?> _ -> {}
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

    /** The task definitions, by {@code family:revision}, that have left the API. */
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
     * Of what nothing refers to, that for which this has been so for long enough.
     *
     * @param unusedSince since when it was seen so
     */
    public static List<String> definitions(
            Map<String, Instant> unusedSince, Retention retention, Instant now) {
        return retention.keepJournal()
                ? List.of()
                : unusedSince.entrySet().stream()
                        .filter(unused -> !unused.getValue().isAfter(now.minus(LEAST)))
                        .map(Map.Entry::getKey)
                        .toList();
    }
}

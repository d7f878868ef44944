package dev.berth.actors.retention;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.FinalEvents;
import dev.berth.actors.journal.RowDeletion;
import dev.berth.actors.journal.RowDeletion.Part;
import dev.berth.actors.journal.SupersededRows;
import dev.berth.actors.journal.TaskRows;
import dev.berth.actors.journal.TaskRows.Ended;
import dev.berth.actors.journal.TokenRows;
import dev.berth.actors.monitoring.SweptRows;
import dev.berth.actors.view.Views;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes rows that are no longer needed: old client tokens, stopped tasks, deleted task
 * definitions, the rows before the end of an instance, a cluster or a family, and events before
 * snapshots.
 *
 * <p>It works without the actors. An INACTIVE instance persists no events, and a stopped task at
 * most its post-mortem. A deleted task definition has been unused for an hour. The names of
 * clusters and families can be used again, so the row with their sequence number is kept. The rows
 * of one aggregate are deleted in one transaction, so a cleanup can be interrupted at any point.
 */
public final class Janitor {

    private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);
    private static final Duration TOKENS_KEPT = Duration.ofHours(24);

    private final Retention retention;
    private final Views views;
    private final InstantSource clock;
    private final TokenRows tokens;
    private final TaskRows tasks;
    private final FinalEvents finalEvents;
    private final RowDeletion rows;
    private final SupersededRows superseded;

    /** When hidden task definitions were first seen without a task that refers to them. */
    private final Map<String, Instant> unusedSince = new HashMap<>();

    public Janitor(Retention retention, Database database, Views views, InstantSource clock) {
        this.retention = retention;
        this.views = views;
        this.clock = clock;
        this.tokens = new TokenRows(database);
        this.tasks = new TaskRows(database);
        this.finalEvents = new FinalEvents(database);
        this.rows = new RowDeletion(database);
        this.superseded = new SupersededRows(database);
    }

    /** Runs one cleanup. Blocks; call it on {@link Database#threads}. */
    public synchronized SweptRows sweep() throws SQLException {
        var now = clock.instant();
        var droppedTokens = tokens.purge(now.minus(TOKENS_KEPT));
        if (retention.keepJournal()) {
            return new SweptRows(droppedTokens, 0, 0, 0);
        }
        var endedTasks = dropTasks(now);
        var unused = dropDefinitions(now);
        var going = RetentionPlan.concluded(finalEvents.all(), this::isShown, retention, now);
        var events = rows.delete(going) + superseded.delete(now.minus(retention.rows()));
        if (endedTasks > 0 || unused > 0 || events > 0) {
            LOG.info(
                    "deleted the rows of {} ended tasks and {} task definitions, and {} events of"
                            + " others",
                    endedTasks,
                    unused,
                    events);
        }
        return new SweptRows(droppedTokens, endedTasks, unused, events);
    }

    /** Deletes page by page, the oldest first, until a page ends with a task that is kept. */
    private int dropTasks(Instant now) throws SQLException {
        var tooMany = tasks.placeOfNewest(retention.postMortemTasks());
        var dropped = new AtomicInteger();
        tasks.ended(
                page -> {
                    var going = going(page, tooMany, now);
                    rows.delete(going.stream().map(Part::all).toList());
                    dropFromMemory(going);
                    dropped.addAndGet(going.size());
                    return RetentionPlan.isKeptNoLonger(page.getLast(), tooMany, retention, now);
                });
        tasks.deleteStrayPostMortems();
        return dropped.get();
    }

    private List<EntityAddress<?>> going(List<Ended> page, long tooMany, Instant now)
            throws SQLException {
        var going = RetentionPlan.plan(page, tooMany, this::isShown, retention, now);
        var ids = going.stream().map(EntityAddress::localId).collect(Collectors.toSet());
        var named = ids.isEmpty() ? Set.<String>of() : tasks.namedByTokens(ids);
        return going.stream().filter(task -> !named.contains(task.localId())).toList();
    }

    private int dropDefinitions(Instant now) throws SQLException {
        var hidden = RetentionPlan.hiddenDefinitions(views.account().current());
        var unused = tasks.withoutReference(hidden);
        unusedSince.keySet().retainAll(unused);
        unused.forEach(id -> unusedSince.putIfAbsent(id, now));
        var going = RetentionPlan.definitions(unusedSince, retention, now);
        rows.delete(going.stream().map(AggregateKind.TASK_DEFINITION::at).map(Part::all).toList());
        views.account().note(snapshot -> snapshot.without(AggregateKind.TASK_DEFINITION, going));
        return going.size();
    }

    private boolean isShown(EntityAddress<?> address) {
        return views.showing(address).isShown(address);
    }

    /** Removes aggregates from memory that the API does not show, such as abandoned tasks. */
    private void dropFromMemory(List<EntityAddress<?>> going) {
        Map<String, List<String>> byCluster =
                going.stream()
                        .collect(
                                Collectors.groupingBy(
                                        EntityAddress::cluster,
                                        Collectors.mapping(
                                                EntityAddress::localId, Collectors.toList())));
        byCluster.forEach(
                (cluster, ids) ->
                        views.cluster(cluster)
                                .note(snapshot -> snapshot.without(AggregateKind.TASK, ids)));
    }
}

package dev.berth.actors.retention;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.SupersededRows;
import dev.berth.actors.journal.TaskRows;
import dev.berth.actors.journal.TokenRows;
import dev.berth.actors.view.Views;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what nobody needs any more: old client tokens, tasks that are over, events that snapshots
 * have made superfluous.
 *
 * <p>A task that is over persists nothing again, so its rows can go whether or not its actor lives,
 * all of them in one transaction: after a crash they are there or they are not.
 */
public final class Janitor {

    private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);
    private static final Duration TOKENS_KEPT = Duration.ofHours(24);

    /** Far longer than the fold of a journal takes. */
    private static final Duration LONGEST_FOLD = Duration.ofHours(1);

    private final Retention retention;
    private final Views views;
    private final InstantSource clock;
    private final TokenRows tokens;
    private final TaskRows tasks;
    private final SupersededRows superseded;

    /**
     * What one sweep deleted.
     *
     * @param events rows of aggregates that live
     */
    public record Swept(int tokens, int tasks, int events) {}

    public Janitor(Retention retention, Database database, Views views, InstantSource clock) {
        this.retention = retention;
        this.views = views;
        this.clock = clock;
        this.tokens = new TokenRows(database);
        this.tasks = new TaskRows(database);
        this.superseded = new SupersededRows(database);
    }

    /** One round. Blocks; to be run on {@link Database#threads}. */
    public synchronized Swept sweep() throws SQLException {
        var now = clock.instant();
        var droppedTokens = tokens.purge(now.minus(TOKENS_KEPT));
        if (retention.keepJournal()) {
            return new Swept(droppedTokens, 0, 0);
        }
        var ended = tasks.ended();
        var named = tasks.namedByTokens();
        var going =
                RetentionPlan.plan(
                        ended,
                        task -> named.contains(task.localId()) || isShown(task),
                        retention,
                        now);
        tasks.delete(going);
        dropFromMemory(going);
        var events = superseded.delete(now.minus(LONGEST_FOLD));
        if (!going.isEmpty() || events > 0) {
            LOG.info(
                    "deleted the rows of {} ended tasks and {} events before snapshots",
                    going.size(),
                    events);
        }
        return new Swept(droppedTokens, going.size(), events);
    }

    private boolean isShown(EntityAddress<?> task) {
        return views.cluster(task.cluster()).current().task(task.localId()).isPresent();
    }

    /** Tasks that were given up are in memory without being shown. */
    private void dropFromMemory(List<EntityAddress<?>> going) {
        Map<String, List<EntityAddress<?>>> byCluster =
                going.stream().collect(Collectors.groupingBy(EntityAddress::cluster));
        byCluster.forEach(
                (cluster, tasks) ->
                        views.cluster(cluster)
                                .note(
                                        snapshot -> {
                                            for (var task : tasks) {
                                                snapshot = snapshot.without(task.localId());
                                            }
                                            return snapshot;
                                        }));
    }
}

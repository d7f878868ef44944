package dev.berth.actors.retention;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Entities;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.entity.RetentionRule;
import dev.berth.actors.journal.Database;
import dev.berth.actors.monitoring.SweptRows;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.ViewHandle;
import dev.berth.actors.view.Views;
import dev.berth.domain.Aggregate;
import dev.berth.domain.family.FamilyCommand;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schedules the removal of expired data: from the API within half a minute, from the database once
 * in {@link Retention#rows}.
 */
public final class Sweeps {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);
    private static final Duration FORGET_EVERY = Duration.ofSeconds(30);

    /**
     * The maximum number of aggregates of a kind that one cleanup removes from the API; the next
     * one removes more.
     */
    private static final int AT_ONCE = 500;

    /** Called with the deleted rows; it may block on the database. */
    public interface Listener {
        void swept(SweptRows rows) throws SQLException;
    }

    private final Retention retention;
    private final Database database;
    private final Entities entities;
    private final Views views;
    private final InstantSource clock;
    private final Listener listener;
    private final Janitor janitor;

    public Sweeps(
            Retention retention,
            Database database,
            Entities entities,
            Views views,
            InstantSource clock,
            Listener listener) {
        this.retention = retention;
        this.database = database;
        this.entities = entities;
        this.views = views;
        this.clock = clock;
        this.listener = listener;
        this.janitor = new Janitor(retention, database, views, clock);
    }

    /** Schedules both cleanups. */
    public void schedule(ActorSystem<?> system) {
        system.scheduler()
                .scheduleWithFixedDelay(
                        Duration.ofMinutes(1),
                        retention.rows(),
                        this::deleteRows,
                        system.executionContext());
        system.scheduler()
                .scheduleWithFixedDelay(
                        FORGET_EVERY, FORGET_EVERY, this::forget, system.executionContext());
    }

    /** Deletes expired rows. */
    public CompletionStage<SweptRows> deleteRows() {
        var swept = new CompletableFuture<SweptRows>();
        database.threads()
                .execute(
                        () -> {
                            try {
                                var rows = janitor.sweep();
                                listener.swept(rows);
                                swept.complete(rows);
                            } catch (SQLException | RuntimeException e) {
                                LOG.warn("Old rows were not deleted: {}", e.toString());
                                swept.completeExceptionally(e);
                            }
                        });
        return swept;
    }

    /**
     * Removes deleted aggregates from the API: task definitions without references, and aggregates
     * with reusable names that ended before the retention time.
     */
    public CompletionStage<?> forget() {
        var account = views.account().current();
        var contents = clusters().map(ViewHandle::current).toList();
        var revisions =
                Deleted.revisions(account, contents).stream()
                        .map(
                                revision ->
                                        ask(
                                                AggregateKind.FAMILY.at(revision.family()),
                                                new FamilyCommand.ForgetRevision(
                                                        revision.number())));
        return all(revisions.limit(AT_ONCE)).thenCompose(_ -> forgetEnded());
    }

    /** Runs after the revisions, because a family ends with its last revision. */
    private CompletionStage<?> forgetEnded() {
        var before = clock.instant().minus(retention.stoppedTasks());
        var asked = new ArrayList<CompletionStage<?>>();
        for (var kind : AggregateKind.ALL) {
            forgetEnded(kind, before, asked);
        }
        return all(asked.stream());
    }

    private <C extends Aggregate.Command> void forgetEnded(
            AggregateKind<C, ?, ?> kind, Instant before, List<CompletionStage<?>> asked) {
        switch (kind.retention()) {
            case RetentionRule.WithItsName<C, ?>(_, var forget) ->
                    views.showing(kind)
                            .flatMap(view -> view.current().endedBefore(kind, before).stream())
                            .limit(AT_ONCE)
                            .forEach(address -> asked.add(ask(address, forget.apply(before))));
            case RetentionRule.AsHistory<?, ?> _,
                    RetentionRule.WhileShown<?, ?> _,
                    RetentionRule.WhileReferred<?, ?> _,
                    RetentionRule.ForEver<?, ?> _ -> {}
        }
    }

    private Stream<ViewHandle<ClusterSnapshot>> clusters() {
        return views.account().current().clusterNames().stream().map(views::cluster);
    }

    private static CompletableFuture<Void> all(Stream<? extends CompletionStage<?>> asked) {
        return CompletableFuture.allOf(
                asked.map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }

    /** Waits until this server shows it, so that the next cleanup does not repeat the request. */
    private <C extends Aggregate.Command> CompletionStage<?> ask(
            EntityAddress<C> address, C command) {
        return entities.ask(address, command, 0)
                .thenCompose(
                        reply ->
                                reply instanceof Reply.Done done
                                        ? views.await(address, done.sequenceNumber())
                                        : CompletableFuture.completedFuture(null));
    }
}

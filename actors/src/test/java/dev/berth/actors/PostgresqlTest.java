package dev.berth.actors;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.retention.Retention;
import dev.berth.domain.instance.InstanceAnswer.SequenceGranted;
import dev.berth.domain.instance.InstanceCommand.ReserveSequence;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to a database that is a server of its own. */
class PostgresqlTest {

    private static final int WRITERS = 6;
    private static final int CUTS = 4;

    @TempDir Path folder;
    private DatabaseSettings database;

    @BeforeEach
    void create() throws SQLException {
        database = TestDatabase.POSTGRESQL.fresh(folder);
    }

    private ControlPlane start() throws SQLException {
        return ControlPlane.start(
                Database.open(database),
                Retention.shown(Duration.ofHours(1)),
                new DefaultPlacement(),
                InstantSource.system(),
                ConfigFactory.empty());
    }

    @Test
    void whatWasAcknowledgedSurvivesTheLossOfEveryConnection() throws Exception {
        var granted = new ConcurrentLinkedQueue<SequenceGranted>();
        try (var plane = start()) {
            Given.instance(plane, "default", "i1", 1, 1);
            var progress = new Semaphore(0);
            var enough = new AtomicBoolean();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var i = 0; i < WRITERS; i++) {
                    threads.submit(() -> reserve(plane, granted, progress, enough));
                }
                try {
                    for (var cut = 0; cut < CUTS; cut++) {
                        await(progress, 30);
                        cutConnections();
                    }
                    await(progress, 100);
                } finally {
                    enough.set(true);
                }
            }
            var shown = plane.cluster("default").registered("i1").orElseThrow();
            assertThat(shown.sequenceReserved())
                    .isGreaterThanOrEqualTo(
                            granted.stream().mapToLong(g -> g.last()).max().orElseThrow());
        }
        assertThat(granted.stream().map(SequenceGranted::first))
                .as("a number is given out again where an acknowledged write was lost")
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(CUTS * 30 + 100);
    }

    /** Reserves one number after another; an outcome that is unknown is left behind. */
    private static Void reserve(
            ControlPlane plane,
            ConcurrentLinkedQueue<SequenceGranted> granted,
            Semaphore progress,
            AtomicBoolean enough)
            throws InterruptedException {
        var instance = AggregateKind.CONTAINER_INSTANCE.at("default", "i1");
        while (!enough.get()) {
            var reply = plane.ask(instance, new ReserveSequence(1)).toCompletableFuture();
            try {
                var answered = (Reply.Done) reply.get(1, TimeUnit.SECONDS);
                granted.add((SequenceGranted) answered.answer());
                progress.release();
            } catch (ExecutionException | TimeoutException e) {
                continue;
            }
        }
        return null;
    }

    private static void await(Semaphore progress, int writes) throws InterruptedException {
        assertThat(progress.tryAcquire(writes, 60, TimeUnit.SECONDS))
                .as("writing goes on")
                .isTrue();
    }

    private void cutConnections() throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }
    }

    /**
     * Two servers must not run on one database; where they do, the journal's key decides who was
     * first, and the other takes over what stands there.
     */
    @Test
    void twoServersOnOneDatabaseWriteOneHistory() throws Exception {
        var instance = AggregateKind.CONTAINER_INSTANCE.at("default", "i1");
        try (var older = start()) {
            Given.instance(older, "default", "i1", 1, 1);
            try (var newer = start()) {
                done(newer.ask(instance, new ReserveSequence(1000)));

                var lost = older.ask(instance, new ReserveSequence(7)).toCompletableFuture();

                Given.shown(
                        older.clusterView("default"),
                        "the older server shows what the newer wrote",
                        s -> s.registered("i1").orElseThrow().sequenceReserved() == 1000);
                assertThat(lost.isDone() && !lost.isCompletedExceptionally())
                        .as("the write that came second was answered")
                        .isFalse();
                var next = (Reply.Done) done(older.ask(instance, new ReserveSequence(7)));
                assertThat(next.answer()).isEqualTo(new SequenceGranted(1001, 1007));
                assertThat(next.sequenceNumber()).isEqualTo(3);
            }
        }
        try (var again = start()) {
            assertThat(again.cluster("default").registered("i1").orElseThrow().sequenceReserved())
                    .isEqualTo(1007);
        }
    }
}

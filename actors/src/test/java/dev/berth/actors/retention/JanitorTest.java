package dev.berth.actors.retention;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.Given;
import dev.berth.actors.HandClock;
import dev.berth.actors.TestDatabase;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.journal.JournalReader;
import dev.berth.actors.journal.PastTasks;
import dev.berth.actors.journal.SupersededRows;
import dev.berth.actors.launch.ClientTokens.Key;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.launch.LaunchResult;
import dev.berth.actors.launch.Launches.Outcome;
import dev.berth.actors.monitoring.SweptRows;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.Aggregate;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class JanitorTest {

    private static final Retention HALF_A_DAY =
            new Retention(
                    Duration.ofHours(1),
                    Duration.ofHours(12),
                    10_000,
                    Retention.DEFAULT_ROWS,
                    false);
    private static final Key KEY = new Key("churn", "RunTask", "t1");
    private static final int TASKS = 200;
    private static final TaskReport STOPPED =
            new TaskReport(LastStatus.STOPPED, null, List.of(), null, null, null);

    @TempDir Path folder;
    @Parameter TestDatabase kind;
    private final HandClock clock = new HandClock();

    private ControlPlane start(DatabaseSettings database, Retention retention) throws Exception {
        return ControlPlane.start(
                Database.open(database),
                retention,
                new DefaultPlacement(),
                clock,
                ConfigFactory.empty());
    }

    @Test
    void rowsOfEndedTasksAreDeletedAndThoseOfRunningOrNamedTasksAreKept() throws Exception {
        var database = kind.fresh(folder);
        ClusterSnapshot before;
        try (var plane = start(database, HALF_A_DAY)) {
            Given.cluster(plane, "churn");
            Given.instance(plane, "churn", "i1", 200, 200);
            churn(plane, TASKS);
            var named = launch(plane, KEY).getFirst();
            stop(plane, List.of(named));
            done(plane.ask(task("given-up"), new TaskCommand.Abandon()));
            var living = launch(plane).getFirst();
            assertThat(rows(plane)).containsEntry("Task", 2 * TASKS + 2 + 1 + 1);

            clock.advance(Duration.ofHours(13));
            assertThat(done(plane.sweep()).tasks())
                    .as("only the given up one: the API shows the others")
                    .isEqualTo(1);
            leaveTheApi(plane);
            assertThat(done(plane.sweep()).tasks()).isEqualTo(TASKS);
            assertThat(rows(plane)).as("of the named and the living").containsEntry("Task", 2 + 1);
            assertThat(launch(plane, KEY)).as("the token answers").containsExactly(named);

            clock.advance(Duration.ofHours(12));
            assertThat(done(plane.sweep())).isEqualTo(new SweptRows(1, 1, 0, 0));
            assertThat(rows(plane)).containsEntry("Task", 1);
            churn(plane, 1);
            before =
                    Given.shown(
                            plane.clusterView("churn"),
                            "the given up task has left the memory",
                            s -> s.known("given-up").isEmpty());
            assertThat(before.tasksOn("i1")).extracting(t -> t.spec().taskId()).contains(living);
        }
        try (var plane = start(database, HALF_A_DAY)) {
            assertThat(plane.cluster("churn").tasks()).isEqualTo(before.tasks());
            assertThat(plane.cluster("churn").instances()).isEqualTo(before.instances());
            assertThat(plane.account().cluster("churn")).isPresent();
        }
    }

    @Test
    void ofMoreEndedTasksThanAreKeptTheOldestGo() throws Exception {
        var fifty =
                new Retention(
                        Duration.ofHours(1),
                        Duration.ofHours(12),
                        50,
                        Retention.DEFAULT_ROWS,
                        false);
        try (var plane = start(kind.fresh(folder), fifty)) {
            Given.cluster(plane, "churn");
            Given.instance(plane, "churn", "i1", 200, 200);
            churn(plane, 100);
            var newest = launch(plane);
            stop(plane, newest);
            clock.advance(Duration.ofHours(2));
            leaveTheApi(plane);

            assertThat(done(plane.sweep()).tasks()).isEqualTo(51);

            assertThat(rows(plane)).containsEntry("Task", 2 * 50);
            var past = new PastTasks(plane.database());
            assertThat(past.read("churn", newest.getFirst())).isPresent();
            assertThat(done(plane.sweep()).tasks()).isZero();
        }
    }

    @Test
    void eventsBeforeTheOlderSnapshotAreDeletedAndSequenceNumbersContinue() throws Exception {
        var database = kind.fresh(folder);
        var instance = AggregateKind.CONTAINER_INSTANCE.at("churn", "i1");
        ClusterSnapshot before;
        try (var plane = start(database, HALF_A_DAY)) {
            Given.instance(plane, "churn", "i1", 200, 200);
            var superseded = new SupersededRows(plane.database());
            var written = 1;
            var deleted = 0;
            // Snapshots are written beside the events, so how many it takes is not known.
            while (deleted == 0 && written < 5_000) {
                done(plane.ask(instance, new InstanceCommand.ReserveSequence(1)));
                written++;
                if (written % 50 == 0) {
                    deleted = superseded.delete(Instant.now().plus(Duration.ofDays(1)));
                }
            }
            assertThat(deleted).isGreaterThanOrEqualTo(199);
            assertThat(rows(plane)).containsEntry("ContainerInstance", written - deleted);
            before = plane.cluster("churn");
            assertThat(before.sequenceNumber(instance)).isEqualTo(written);
        }
        try (var plane = start(database, HALF_A_DAY)) {
            assertThat(plane.cluster("churn").instances()).isEqualTo(before.instances());
            var reply = done(plane.ask(instance, new InstanceCommand.ReserveSequence(1)));
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Done.class,
                            next ->
                                    assertThat(next.sequenceNumber())
                                            .isEqualTo(before.sequenceNumber(instance) + 1));
        }
    }

    /** As under a constant load, where both snapshots are always new. */
    @Test
    void earlierEventsOfABusyInstanceAreDeletedThoughItsSnapshotsAreNewer() throws Exception {
        try (var plane = start(kind.fresh(folder), HALF_A_DAY)) {
            Given.instance(plane, "churn", "i1", 200, 200);
            var instance = AggregateKind.CONTAINER_INSTANCE.at("churn", "i1");
            var superseded = new SupersededRows(plane.database());
            reserve(plane, instance, 1_000);
            var middle = Instant.now().plusMillis(1);
            reserve(plane, instance, 600);
            var deleted = superseded.delete(middle);
            // Snapshots are written beside the events, so how many it takes is not known.
            for (var i = 0; deleted == 0 && i < 40; i++) {
                reserve(plane, instance, 50);
                deleted = superseded.delete(middle);
            }

            assertThat(deleted).isPositive();
        }
    }

    private static void reserve(
            ControlPlane plane, EntityAddress<InstanceCommand> instance, int times)
            throws Exception {
        for (var i = 0; i < times; i++) {
            done(plane.ask(instance, new InstanceCommand.ReserveSequence(1)));
        }
    }

    @Test
    void aServerThatKeepsItsJournalDeletesNothing() throws Exception {
        var keeping =
                new Retention(
                        Duration.ofHours(1), Duration.ofHours(1), 0, Retention.DEFAULT_ROWS, true);
        try (var plane = start(kind.fresh(folder), keeping)) {
            Given.cluster(plane, "churn");
            Given.instance(plane, "churn", "i1", 200, 200);
            churn(plane, 10);
            leaveTheApi(plane);
            var before = rows(plane);
            clock.advance(Duration.ofDays(30));

            assertThat(done(plane.sweep())).isEqualTo(new SweptRows(0, 0, 0, 0));

            assertThat(rows(plane)).isEqualTo(before);
        }
    }

    private static EntityAddress<TaskCommand> task(String id) {
        return AggregateKind.TASK.at("churn", id);
    }

    private static LaunchRequest one() {
        return Given.tasks("churn", 1, 1, 1);
    }

    private static List<String> launch(ControlPlane plane) throws Exception {
        return done(plane.launches().launch(one())).launched().stream()
                .map(LaunchResult.Launched::taskId)
                .toList();
    }

    /** Of a task that has left the API only the id is answered. */
    private static List<String> launch(ControlPlane plane, Key key) throws Exception {
        var answered = (Outcome.Answered) done(plane.launches().launch(one(), key, "f"));
        var ids = new ArrayList<>(answered.gone());
        answered.result().launched().forEach(launched -> ids.add(launched.taskId()));
        return ids;
    }

    /** Launches that many tasks, a hundred at a time, and stops them. */
    private static void churn(ControlPlane plane, int tasks) throws Exception {
        for (var left = tasks; left > 0; left -= 100) {
            var ids = new ArrayList<String>();
            for (var i = 0; i < Math.min(left, 100); i += 10) {
                var request = Given.tasks("churn", Math.min(left - i, 10), 1, 1);
                done(plane.launches().launch(request)).launched().stream()
                        .map(LaunchResult.Launched::taskId)
                        .forEach(ids::add);
            }
            stop(plane, ids);
        }
    }

    /** Stops them and waits until their room is free again. */
    private static void stop(ControlPlane plane, List<String> ids) throws Exception {
        var stops =
                ids.stream()
                        .map(id -> plane.ask(task(id), new TaskCommand.Report(STOPPED)))
                        .map(stage -> stage.toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(stops).get(60, TimeUnit.SECONDS);
        Given.shown(
                plane.clusterView("churn"),
                "the room of stopped tasks is free",
                s ->
                        ids.stream()
                                .noneMatch(
                                        s.registered("i1").orElseThrow().reservations()
                                                ::containsKey));
    }

    /** What the orchestrator does after an hour. */
    private static void leaveTheApi(ControlPlane plane) throws Exception {
        var view = plane.clusterView("churn");
        view.note(
                snapshot -> {
                    for (var task : Given.tasks(snapshot)) {
                        if (task.lastStatus() == LastStatus.STOPPED) {
                            snapshot =
                                    snapshot.without(
                                            AggregateKind.TASK.at("churn", task.spec().taskId()));
                        }
                    }
                    return snapshot;
                });
        Given.shown(
                view,
                "stopped tasks have left",
                s -> s.tasks().count(TaskAggregate.LAST_STATUS, "STOPPED") == 0);
    }

    /** How many rows the journal has of each kind of aggregate. */
    private static Map<String, Integer> rows(ControlPlane plane) throws Exception {
        var rows = new TreeMap<String, Integer>();
        new JournalReader(plane.database())
                .readAll(
                        new JournalReader.Fold() {
                            @Override
                            public void restore(
                                    EntityAddress<?> address, long number, Aggregate.State state) {
                                // Snapshots are not counted.
                            }

                            @Override
                            public void apply(
                                    EntityAddress<?> address, long number, Aggregate.Event event) {
                                rows.merge(address.kind().name(), 1, Integer::sum);
                            }
                        });
        return rows;
    }
}

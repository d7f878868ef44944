package dev.berth.actors;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.journal.FailedPlacementRows;
import dev.berth.actors.journal.FailedPlacementRows.Row;
import dev.berth.actors.journal.ServerFacts;
import dev.berth.actors.journal.TokenRows;
import dev.berth.actors.launch.ClientTokens;
import dev.berth.actors.launch.ClientTokens.Claim;
import dev.berth.actors.launch.ClientTokens.Key;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.launch.Explanation;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.launch.LaunchResult;
import dev.berth.actors.launch.Launches.Outcome;
import dev.berth.actors.retention.Retention;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.placement.Unfit;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Each test has an ECS cluster of its own; the control plane is the same for all of a database. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(Lifecycle.PER_CLASS)
class ControlPlaneTest {

    @TempDir static Path folder;
    @Parameter TestDatabase kind;
    private DatabaseSettings database;
    private ControlPlane plane;

    @BeforeParameterizedClassInvocation
    void create() throws Exception {
        database = kind.fresh(folder);
        start();
    }

    private void start() throws Exception {
        plane =
                ControlPlane.start(
                        Database.open(database),
                        Retention.shown(Duration.ofHours(1)),
                        new DefaultPlacement(),
                        InstantSource.system(),
                        ConfigFactory.empty());
    }

    @AfterParameterizedClassInvocation
    void stop() {
        plane.close();
    }

    private void restart() throws Exception {
        plane.close();
        start();
    }

    @Test
    void whatWasAnsweredIsShownAtOnceAndAfterARestart() throws Exception {
        Given.cluster(plane, "restarts");
        Given.instance(plane, "restarts", "i1", 1024, 1000);
        var result = done(plane.launches().launch(Given.tasks("restarts", 3, 100, 100)));
        assertThat(result.launched()).hasSize(3);
        assertThat(plane.cluster("restarts").tasksOn("i1")).hasSize(3);
        var before = plane.cluster("restarts");

        restart();

        assertThat(plane.account().cluster("restarts")).get().isInstanceOf(Cluster.Active.class);
        assertThat(plane.cluster("restarts").tasks()).isEqualTo(before.tasks());
        assertThat(plane.cluster("restarts").instances()).isEqualTo(before.instances());
        assertThat(plane.cluster("restarts").connected()).isEmpty();
    }

    @Test
    void aStartLeavesEveryClusterAsItWasWhateverItsName() throws Exception {
        Given.cluster(plane, "-");
        restart();
        assertThat(plane.account().cluster("-")).get().isInstanceOf(Cluster.Active.class);
    }

    @Test
    void whyTasksWereNotPlacedIsKnownAfterARestart() throws Exception {
        Given.cluster(plane, "explained");
        Given.instance(plane, "explained", "i1", 100, 100);
        var request = Given.tasks("explained", 2, 60, 10);
        assertThat(done(plane.launches().launch(request)).launched()).hasSize(1);
        var before = plane.launchers().explanations("explained").ofRun(request.runId());
        var rows = new FailedPlacementRows(plane.database());
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (rows.of("explained").isEmpty()) {
            assertThat(System.nanoTime()).as("a row is written").isLessThan(deadline);
            Thread.onSpinWait();
        }

        restart();

        var explanations = plane.launchers().explanations("explained");
        assertThat(explanations.ofRun(request.runId()))
                .usingRecursiveComparison()
                .ignoringFields("at")
                .isEqualTo(before);
        assertThat(explanations.ofTask(before.getFirst().about())).isPresent();
        assertThat(explanations.incomplete())
                .extracting(Explanation::runId)
                .contains(request.runId());
    }

    @Test
    void ofFailedPlacementsTheOldestGiveWay() throws Exception {
        var rows = new FailedPlacementRows(plane.database());
        for (var i = 0; i <= FailedPlacementRows.MAX_ROWS; i++) {
            rows.put(new Row("many", "run" + i, Instant.ofEpochMilli(1_000 + i), new byte[] {1}));
        }
        rows.put(new Row("many", "run7", Instant.ofEpochMilli(9_999), new byte[] {2}));
        var kept = rows.of("many");
        assertThat(kept).hasSize(FailedPlacementRows.MAX_ROWS);
        assertThat(kept.getFirst().runId()).isEqualTo("run7");
        assertThat(kept).extracting(Row::runId).doesNotContain("run0");

        rows.purge(Instant.ofEpochMilli(9_999));
        assertThat(rows.of("many")).extracting(Row::runId).containsExactly("run7");
    }

    @Test
    void aFixedPortHasOneOwnerAndItsRoomComesBackWhenTheTaskHasStopped() throws Exception {
        Given.cluster(plane, "ports");
        Given.instance(plane, "ports", "i1", 1024, 1000);
        var first = done(plane.launches().launch(Given.tasks("ports", 2, 10, 10, 8080)));
        assertThat(first.launched()).hasSize(1);
        assertThat(first.failures())
                .containsExactly(new Unfit("i1", "RESOURCE:PORTS", "in use: 8080/TCP"));

        var report = new TaskReport(LastStatus.STOPPED, null, List.of(), null, null, null);
        done(
                plane.ask(
                        AggregateKind.TASK.at("ports", first.launched().getFirst().taskId()),
                        new TaskCommand.Report(report)));

        var second = done(plane.launches().launch(Given.tasks("ports", 1, 10, 10, 8080)));
        assertThat(second.launched()).hasSize(1);
    }

    @Test
    void aTokenLaunchesOnceHoweverOftenAndEarlyItIsSent() throws Exception {
        Given.cluster(plane, "tokens");
        Given.instance(plane, "tokens", "i1", 1024, 1000);
        var key = new Key("tokens", "RunTask", "t1");
        var request = Given.tasks("tokens", 2, 100, 100);

        var calls =
                List.of(
                        plane.launches().launch(request, key, "f"),
                        plane.launches().launch(request, key, "f"),
                        plane.launches().launch(request, key, "f"));
        var ids =
                calls.stream()
                        .map(call -> call.toCompletableFuture().join())
                        .map(Outcome.Answered.class::cast)
                        .map(
                                a ->
                                        a.result().launched().stream()
                                                .map(LaunchResult.Launched::taskId)
                                                .sorted()
                                                .toList())
                        .distinct()
                        .toList();
        assertThat(ids).hasSize(1);
        assertThat(plane.cluster("tokens").tasks().rows()).hasSize(2);

        restart();
        Given.instance(plane, "tokens", "i1", 1024, 1000);
        assertThat(done(plane.launches().launch(request, key, "f")))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        again ->
                                assertThat(again.result().launched())
                                        .extracting(LaunchResult.Launched::taskId)
                                        .containsExactlyInAnyOrderElementsOf(ids.getFirst()));
        assertThat(done(plane.launches().launch(request, key, "other")))
                .isInstanceOf(Outcome.Conflict.class);
    }

    @Test
    void launchesAtTheSameTimeNeverTakeMoreThanIsThere() throws Exception {
        Given.cluster(plane, "crowd");
        Given.instance(plane, "crowd", "i1", 1000, 10_000);
        Given.instance(plane, "crowd", "i2", 1000, 10_000);
        var calls =
                IntStream.range(0, 40)
                        .mapToObj(_ -> plane.launches().launch(Given.tasks("crowd", 1, 100, 10)))
                        .map(stage -> stage.toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(calls).get(30, TimeUnit.SECONDS);

        assertThat(plane.cluster("crowd").tasksOn("i1")).hasSize(10);
        assertThat(plane.cluster("crowd").tasksOn("i2")).hasSize(10);
    }

    @Test
    void anIdThatWasGivenUpIsReplacedAndTheRowOfItsTokenFollows() throws Exception {
        Given.instance(plane, "given-up", "i1", 1000, 1000);
        var key = new Key("given-up", "RunTask", "t1");
        claim(key, "gone", "kept");
        done(plane.ask(AggregateKind.TASK.at("given-up", "gone"), new TaskCommand.Abandon()));

        var ids = launched(key, Given.tasks("given-up", 2, 100, 100));

        assertThat(ids).hasSize(2).contains("kept").doesNotContain("gone");
        assertThat(plane.cluster("given-up").tasksOn("i1"))
                .extracting(task -> task.spec().taskId())
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(claim(key, "another")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(launched(key, Given.tasks("given-up", 2, 100, 100)))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aTaskThatHasLeftTheApiIsNeverRunAgain() throws Exception {
        Given.instance(plane, "left", "i1", 1000, 1000);
        var key = new Key("left", "RunTask", "t1");
        var id = launched(key, Given.tasks("left", 1, 100, 100)).getFirst();
        var address = AggregateKind.TASK.at("left", id);
        var report = new TaskReport(LastStatus.STOPPED, null, List.of(), null, null, null);
        done(plane.ask(address, new TaskCommand.Report(report)));
        var view = plane.clusterView("left");
        view.change(address, snapshot -> snapshot.without(address));
        Given.shown(view, "the task has left", s -> s.task(id).isEmpty());

        assertThat(done(plane.launches().launch(Given.tasks("left", 1, 100, 100), key, "f")))
                .isEqualTo(
                        new Outcome.Answered(new LaunchResult(List.of(), List.of()), List.of(id)));
    }

    /** What stands under the token: these ids if it is the first claim. */
    private List<String> claim(Key key, String... ids) throws Exception {
        try (var tokens = new ClientTokens(new TokenRows(plane.database()))) {
            return done(tokens.claim(new Claim(key, "f", List.of(ids), Instant.now()))).taskIds();
        }
    }

    private List<String> launched(Key key, LaunchRequest request) throws Exception {
        var answered = (Outcome.Answered) done(plane.launches().launch(request, key, "f"));
        return answered.result().launched().stream().map(LaunchResult.Launched::taskId).toList();
    }

    @Test
    void epochsOnlyGrowHoweverManyAreClaimedAtOnce() throws Exception {
        var facts = new ServerFacts(plane.database());
        var before = facts.claimEpoch("epoch");
        var claims = new ArrayList<Callable<Long>>();
        for (var i = 0; i < 16; i++) {
            claims.add(() -> facts.claimEpoch("epoch"));
        }
        var claimed = new HashSet<Long>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var claim : threads.invokeAll(claims)) {
                claimed.add(claim.get());
            }
        }
        assertThat(claimed).hasSize(16).allMatch(epoch -> epoch > before);
    }

    @Test
    void aFactThatWasKeptStays() throws Exception {
        var facts = new ServerFacts(plane.database());
        assertThat(facts.keep("region", "eu-north-1")).isEqualTo("eu-north-1");
        assertThat(facts.keep("region", "us-east-1")).isEqualTo("eu-north-1");
    }
}

package dev.berth.actors;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.launch.ClientTokens.Key;
import dev.berth.actors.launch.LaunchResult;
import dev.berth.actors.launch.Launches.Outcome;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.placement.Unfit;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneTest {

    @TempDir Path folder;
    private ControlPlane plane;

    @BeforeEach
    void start() throws Exception {
        plane =
                ControlPlane.start(
                        Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                        Duration.ofHours(1),
                        InstantSource.system(),
                        ConfigFactory.empty());
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private void restart() throws Exception {
        plane.close();
        start();
    }

    @Test
    void whatWasAnsweredIsShownAtOnceAndAfterARestart() throws Exception {
        Given.cluster(plane, "default");
        Given.instance(plane, "default", "i1", 1024, 1000);
        var result = done(plane.launches().launch(Given.tasks("default", 3, 100, 100)));
        assertThat(result.launched()).hasSize(3);
        assertThat(plane.cluster("default").tasksOn("i1")).hasSize(3);
        var before = plane.cluster("default");

        restart();

        assertThat(plane.account().cluster("default")).get().isInstanceOf(Cluster.Active.class);
        assertThat(plane.cluster("default").tasks()).isEqualTo(before.tasks());
        assertThat(plane.cluster("default").instances()).isEqualTo(before.instances());
        assertThat(plane.cluster("default").connected()).isEmpty();
    }

    @Test
    void aFixedPortHasOneOwnerAndItsRoomComesBackWhenTheTaskHasStopped() throws Exception {
        Given.cluster(plane, "default");
        Given.instance(plane, "default", "i1", 1024, 1000);
        var first = done(plane.launches().launch(Given.tasks("default", 2, 10, 10, 8080)));
        assertThat(first.launched()).hasSize(1);
        assertThat(first.failures()).containsExactly(new Unfit("i1", "RESOURCE:PORTS"));

        var report = new TaskReport(LastStatus.STOPPED, null, List.of(), null, null, null);
        done(
                plane.ask(
                        AggregateKind.TASK.at("default", first.launched().getFirst().taskId()),
                        new TaskCommand.Report(report)));

        var second = done(plane.launches().launch(Given.tasks("default", 1, 10, 10, 8080)));
        assertThat(second.launched()).hasSize(1);
    }

    @Test
    void aTokenLaunchesOnceHoweverOftenAndEarlyItIsSent() throws Exception {
        Given.cluster(plane, "default");
        Given.instance(plane, "default", "i1", 1024, 1000);
        var key = new Key("default", "RunTask", "t1");
        var request = Given.tasks("default", 2, 100, 100);

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
        assertThat(plane.cluster("default").tasks()).hasSize(2);

        restart();
        Given.instance(plane, "default", "i1", 1024, 1000);
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
        Given.cluster(plane, "default");
        Given.instance(plane, "default", "i1", 1000, 10_000);
        Given.instance(plane, "default", "i2", 1000, 10_000);
        var calls =
                java.util.stream.IntStream.range(0, 40)
                        .mapToObj(_ -> plane.launches().launch(Given.tasks("default", 1, 100, 10)))
                        .map(stage -> stage.toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(calls).get(30, java.util.concurrent.TimeUnit.SECONDS);

        assertThat(plane.cluster("default").tasksOn("i1")).hasSize(10);
        assertThat(plane.cluster("default").tasksOn("i2")).hasSize(10);
    }
}

package dev.berth.actors.orchestrate;

import static dev.berth.actors.Given.done;
import static dev.berth.actors.Given.shown;
import static dev.berth.domain.instance.Instances.ask;
import static dev.berth.domain.instance.Instances.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.Given;
import dev.berth.actors.HandClock;
import dev.berth.actors.Node;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.retention.Retention;
import dev.berth.actors.service.ClusterServices;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.InstanceReconciler;
import dev.berth.domain.service.plan.ServicePolicy;
import dev.berth.domain.task.PostMortem;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskAnswer;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Props;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterOrchestratorTest {

    /**
     * Short, so that the slow tick is quick; the clock that it is held against is moved by hand.
     */
    private static final Duration RETENTION = Duration.ofSeconds(2);

    private static final Duration LATE = InstanceReconciler.ORPHANED_AFTER.plusMillis(1);
    private static final HandClock CLOCK = new HandClock();

    @TempDir static Path folder;
    @TempDir Path other;
    private static ControlPlane plane;

    @BeforeAll
    static void start() throws Exception {
        plane =
                ControlPlane.start(
                        Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                        Retention.shown(RETENTION),
                        new DefaultPlacement(),
                        CLOCK,
                        ConfigFactory.empty());
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    private static Set<String> reserved(ClusterSnapshot snapshot) {
        return snapshot.registered("i1")
                .map(ContainerInstance.Registered::reservations)
                .orElseThrow()
                .keySet();
    }

    @Test
    void aReservationWhoseLaunchWasLostIsGivenUpAndItsTaskNeverStarts() throws Exception {
        Given.instance(plane, "orphans", "i1", 100, 100);
        var launched = done(plane.launches().launch(Given.tasks("orphans", 1, 10, 10)));
        var running = launched.launched().getFirst().taskId();
        var instance = AggregateKind.CONTAINER_INSTANCE.at("orphans", "i1");
        done(plane.ask(instance, reserve(ask("lost", 10, 10))));
        assertThat(reserved(plane.cluster("orphans"))).containsExactlyInAnyOrder(running, "lost");

        CLOCK.advance(LATE);

        shown(
                plane.clusterView("orphans"),
                "only the running task holds its reservation",
                s -> reserved(s).equals(Set.of(running)));
        var lost = AggregateKind.TASK.at("orphans", "lost");
        var late = done(plane.ask(lost, new TaskCommand.Launch(Tasks.spec("lost", "i1"))));
        assertThat(((Reply.Done) late).answer()).isEqualTo(new TaskAnswer.GivenUp());
        assertThat(plane.cluster("orphans").task("lost")).isEmpty();
        assertThat(plane.cluster("orphans").task(running)).containsInstanceOf(Task.Active.class);
    }

    @Test
    void theRoomOfAStoppedTaskComesBackAndTheTaskLeavesTheApiLater() throws Exception {
        Given.instance(plane, "stopped", "i1", 100, 100);
        var launched = done(plane.launches().launch(Given.tasks("stopped", 1, 10, 10)));
        var id = launched.launched().getFirst().taskId();
        done(
                plane.ask(
                        AggregateKind.TASK.at("stopped", id),
                        new TaskCommand.Report(
                                Tasks.report(LastStatus.STOPPED, Tasks.exited("main", 0)))));
        var view = plane.clusterView("stopped");
        shown(view, "nothing is reserved", s -> reserved(s).isEmpty());
        assertThat(plane.cluster("stopped").task(id)).containsInstanceOf(Task.Stopped.class);

        CLOCK.advance(RETENTION.plusMillis(1));

        shown(view, "the task has left", s -> s.task(id).isEmpty() && s.tasks().size() == 0);

        var late = new TaskCommand.KeepPostMortem("i1", PostMortem.EMPTY);
        var kept = (Reply.Done) done(plane.ask(AggregateKind.TASK.at("stopped", id), late));
        assertThat(kept.events()).hasSize(1);
        assertThat(view.current().task(id))
                .as("what is persisted of it later does not bring it back")
                .isEmpty();
    }

    @Test
    void tasksOfAnInstanceThatWasTakenAwayByForceAreEnded() throws Exception {
        Given.instance(plane, "forced", "i1", 100, 100);
        var launched = done(plane.launches().launch(Given.tasks("forced", 1, 10, 10)));
        var id = launched.launched().getFirst().taskId();
        var instance = AggregateKind.CONTAINER_INSTANCE.at("forced", "i1");

        done(plane.ask(instance, new InstanceCommand.Deregister(true, Set.of())));

        var ended =
                shown(
                        plane.clusterView("forced"),
                        "the task has ended",
                        s -> s.task(id).filter(Task.Stopped.class::isInstance).isPresent());
        assertThat(ended.task(id).orElseThrow().stopIntent().orElseThrow().code())
                .isEqualTo(StopCode.TERMINATION_NOTICE);
    }

    /**
     * Two reservations are given up in one pass, and one of the tasks has heard of a newer epoch. A
     * wrong release of that one would reach the instance before that of the other, which waits for
     * its task to be persisted.
     */
    @Test
    void anOrchestratorOfAStaleEpochReleasesNothing() throws Exception {
        try (var node = Node.start(other)) {
            var instance = AggregateKind.CONTAINER_INSTANCE.at("stale", "i1");
            Given.instance(node, "stale", "i1", 100, 100);
            node.write(instance, reserve(ask("mine", 10, 10), ask("no-longer-mine", 10, 10)));
            done(
                    node.entities()
                            .ask(
                                    AggregateKind.TASK.at("stale", "no-longer-mine"),
                                    new TaskCommand.Probe(),
                                    2));
            var clock = InstantSource.system().instant().plus(LATE);
            var view = node.views().cluster("stale");
            node.system()
                    .systemActorOf(
                            ClusterOrchestrator.create(
                                    "stale",
                                    new Commands(
                                            node.entities(),
                                            node.views(),
                                            () -> CompletableFuture.completedStage(1L)),
                                    new ClusterServices(
                                            node.views().account()::current,
                                            null,
                                            null,
                                            ServicePolicy.DEFAULT,
                                            CLOCK),
                                    RETENTION,
                                    () -> clock),
                            "orchestrator-of-before",
                            Props.empty());

            shown(view, "one is released", s -> !reserved(s).contains("mine"));

            assertThat(reserved(view.current())).containsExactly("no-longer-mine");
        }
    }
}

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
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.ViewHandle;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.instance.InstanceCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server runs for an ECS cluster ends with the cluster, and begins anew with its name. */
class ClusterEndTest {

    private static final Duration RETENTION = Duration.ofSeconds(4);

    @TempDir Path folder;
    private final HandClock clock = new HandClock();
    private ControlPlane plane;

    @BeforeEach
    void start() throws Exception {
        plane =
                ControlPlane.start(
                        Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                        Retention.shown(RETENTION),
                        new DefaultPlacement(),
                        clock,
                        ConfigFactory.empty());
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private void delete(String cluster) throws Exception {
        done(plane.ask(AggregateKind.CLUSTER.at(cluster), new ClusterCommand.Delete(0, 0, 0)));
        clock.advance(RETENTION.plusMillis(1));
        done(plane.forgetDeleted());
    }

    private ViewHandle<ClusterSnapshot> viewAfter(ViewHandle<ClusterSnapshot> ended)
            throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        var cluster = ended.current().cluster();
        while (plane.clusterView(cluster) == ended) {
            assertThat(System.nanoTime()).as("the view has ended").isLessThan(deadline);
            Thread.onSpinWait();
        }
        return plane.clusterView(cluster);
    }

    @Test
    void aClusterThatWasForgottenAndIsMadeAnewRunsTasks() throws Exception {
        Given.cluster(plane, "again");
        var before = plane.clusterView("again");
        assertThat(done(plane.launches().launch(Given.tasks("again", 1, 1, 1))).launched())
                .isEmpty();
        delete("again");
        var after = viewAfter(before);

        Given.cluster(plane, "again");
        Given.instance(plane, "again", "i1", 100, 100);
        var launched = done(plane.launches().launch(Given.tasks("again", 1, 1, 1)));

        assertThat(launched.launched()).hasSize(1);
        assertThat(after.current().tasksOn("i1")).hasSize(1);
        done(
                plane.ask(
                        AggregateKind.CONTAINER_INSTANCE.at("again", "i1"),
                        new InstanceCommand.Deregister(true, Set.of())));
        Given.shown(
                after,
                "the new orchestrator has ended the task",
                snapshot -> snapshot.activeTasksOn("i1").findAny().isEmpty());
    }

    @Test
    void theHandleOfAnEndedViewForwardsToTheNextView() throws Exception {
        Given.cluster(plane, "held");
        var before = plane.clusterView("held");
        delete("held");
        viewAfter(before);
        Given.cluster(plane, "held");
        Given.instance(plane, "held", "i1", 100, 100);
        var i1 = AggregateKind.CONTAINER_INSTANCE.at("held", "i1");
        var reply = (Reply.Done) done(plane.ask(i1, new InstanceCommand.ReserveSequence(1)));

        var shown = done(before.await(i1, reply.sequenceNumber()));

        assertThat(shown.registered("i1")).isPresent();
    }

    @Test
    void aClusterThatStillHoldsSomethingKeepsItsView() throws Exception {
        Given.cluster(plane, "full");
        Given.instance(plane, "full", "i1", 100, 100);
        var before = plane.clusterView("full");
        delete("full");
        Given.cluster(plane, "empty");
        var other = plane.clusterView("empty");
        delete("empty");

        viewAfter(other);

        assertThat(plane.clusterView("full")).isSameAs(before);
        assertThat(before.current().registered("i1")).isPresent();
    }
}

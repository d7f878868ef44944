package dev.berth.actors.launch;

import static dev.berth.actors.Given.done;
import static dev.berth.actors.Given.shown;
import static dev.berth.domain.instance.Instances.ask;
import static dev.berth.domain.instance.Instances.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.Given;
import dev.berth.actors.Node;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.launch.LaunchReply.Decided;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.ViewHandle;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.placement.Unfit;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher over real entities; nobody else acts, so that nothing is put right behind it. */
class LauncherTest {

    private static final long EPOCH = 5;
    private static final PlacementPoints POINTS = new DefaultPlacement();
    private static final ExecutorService PLANNERS = Executors.newCachedThreadPool();

    @TempDir static Path folder;
    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        node = Node.start(folder);
    }

    @AfterAll
    static void stop() {
        PLANNERS.shutdownNow();
        node.close();
    }

    private static ViewHandle<ClusterSnapshot> view(String cluster) {
        return node.views().cluster(cluster);
    }

    private static ActorRef<Launcher.Command> launcher(String cluster, long epoch) {
        var behavior =
                Launcher.create(
                        new Commits(
                                cluster,
                                node.entities(),
                                view(cluster),
                                () -> CompletableFuture.completedStage(epoch)),
                        new Planning(
                                view(cluster),
                                POINTS,
                                new Explanations(POINTS, PLANNERS, Explanations.Store.NONE),
                                PLANNERS,
                                InstantSource.system()));
        return node.system().systemActorOf(behavior, "launcher-" + cluster, Props.empty());
    }

    private static CompletionStage<LaunchReply> launch(
            ActorRef<Launcher.Command> launcher, LaunchRequest request, String... ids) {
        return AskPattern.ask(
                launcher,
                replyTo -> new Launcher.Launch(request, List.of(ids), replyTo),
                Duration.ofSeconds(30),
                node.system().scheduler());
    }

    private static Decided launch(String cluster, LaunchRequest request, String... ids)
            throws Exception {
        return decided(launch(launcher(cluster, EPOCH), request, ids));
    }

    private static Decided decided(CompletionStage<LaunchReply> reply) throws Exception {
        return (Decided) done(reply);
    }

    private static String instanceOf(String cluster, String taskId) throws Exception {
        return shown(view(cluster), taskId + " is shown", s -> s.task(taskId).isPresent())
                .task(taskId)
                .orElseThrow()
                .spec()
                .instanceId();
    }

    @Test
    void aRefusedReservationIsPlannedAgainOnWhatTheInstanceHolds() throws Exception {
        Given.instance(node, "refused", "i1", 100, 100);
        Given.instance(node, "refused", "i2", 200, 100);
        var launcher = launcher("refused", EPOCH);
        // So that the other is the better one, as far as the view shows.
        var there = Given.tasks("refused", 1, 100, 10).on("i2");
        decided(launch(launcher, there, "t0"));
        assertThat(instanceOf("refused", "t0")).isEqualTo("i2");
        var i1 = AggregateKind.CONTAINER_INSTANCE.at("refused", "i1");
        node.publisher().loseAll(() -> node.ask(i1, reserve(ask("another", 100, 10))));

        var anywhere = Given.tasks("refused", 1, 100, 10);
        var result = decided(launch(launcher, anywhere, "t1"));

        assertThat(result.failures()).isEmpty();
        assertThat(instanceOf("refused", "t1")).isEqualTo("i2");
        assertThat(view("refused").current().registered("i1").orElseThrow().reservations())
                .as("the view has caught up")
                .containsOnlyKeys("another");
    }

    @Test
    void planningAgainEndsWithWhatTheInstanceSaid() throws Exception {
        Given.instance(node, "bounded", "i1", 100, 100);
        var i1 = AggregateKind.CONTAINER_INSTANCE.at("bounded", "i1");
        view("bounded").change(i1, snapshot -> snapshot.restored(i1, 1, larger(snapshot)));
        shown(view("bounded"), "a wrong picture", s -> cpu(s) == 1_000_000);

        var result = launch("bounded", Given.tasks("bounded", 1, 200, 10), "t1");

        assertThat(result.launched()).isEmpty();
        assertThat(result.failures())
                .containsExactly(
                        new Unfit("i1", "RESOURCE:CPU", "other placements were faster, 5 times"));
    }

    private static int cpu(ClusterSnapshot snapshot) {
        return snapshot.registered("i1").orElseThrow().resources().cpu();
    }

    private static ContainerInstance larger(ClusterSnapshot snapshot) {
        var i = snapshot.registered("i1").orElseThrow();
        return new ContainerInstance.Registered(
                i.cluster(),
                i.instanceId(),
                i.status(),
                new Resources(1_000_000, 1_000_000, Set.of()),
                i.attributes(),
                i.versions(),
                i.registeredAt(),
                i.reservations(),
                i.sequenceReserved(),
                i.version());
    }

    @Test
    void anIdThatWasGivenUpIsAnsweredAndItsRoomComesBack() throws Exception {
        Given.instance(node, "given-up", "i1", 100, 100);
        node.ask(AggregateKind.TASK.at("given-up", "old"), new TaskCommand.Abandon());

        var decided = launch("given-up", Given.tasks("given-up", 2, 50, 10), "old", "other");

        assertThat(decided.abandoned()).containsExactly("old");
        assertThat(decided.launched())
                .extracting(LaunchResult.Launched::taskId)
                .containsExactly("other");
        assertThat(decided.failures()).isEmpty();
        shown(
                view("given-up"),
                "only the launched task holds room",
                s ->
                        s.registered("i1")
                                .orElseThrow()
                                .reservations()
                                .keySet()
                                .equals(Set.of("other")));
    }

    @Test
    void aTaskThatHoldsTheRoomOfAFullInstanceIsLaunchedThere() throws Exception {
        Given.instance(node, "held", "i1", 100, 100);
        node.write(
                AggregateKind.CONTAINER_INSTANCE.at("held", "i1"),
                reserve(ask("t1", 100, 100, 80)));

        var result = launch("held", Given.tasks("held", 1, 100, 100, 80), "t1");

        assertThat(result.failures()).isEmpty();
        assertThat(instanceOf("held", "t1")).isEqualTo("i1");
    }

    @Test
    void aTaskThatRunsElsewhereAlreadyGivesBackTheRoomItGotTwice() throws Exception {
        Given.instance(node, "twice", "i1", 100, 100);
        var request = Given.tasks("twice", 1, 50, 10);
        var elsewhere = LaunchRequest.placed(request.draft("t1"), "i9");
        node.write(AggregateKind.TASK.at("twice", "t1"), new TaskCommand.Launch(elsewhere));

        var result = launch("twice", request, "t1");

        assertThat(result.launched()).containsExactly(new LaunchResult.Launched("t1", 1));
        var seen =
                shown(
                        view("twice"),
                        "nothing is reserved",
                        s ->
                                s.registered("i1")
                                        .filter(i -> i.version() == 3 && i.reservations().isEmpty())
                                        .isPresent());
        assertThat(seen.task("t1")).containsInstanceOf(Task.Active.class);
        assertThat(instanceOf("twice", "t1")).isEqualTo("i9");
    }

    @Test
    void aLauncherOfAStaleEpochLaunchesNothing() throws Exception {
        Given.instance(node, "stale", "i1", 100, 100);
        var i1 = AggregateKind.CONTAINER_INSTANCE.at("stale", "i1");
        done(node.entities().ask(i1, new InstanceCommand.Release(Set.of()), EPOCH + 1));

        var reply = done(launch(launcher("stale", EPOCH), Given.tasks("stale", 1, 1, 1), "t1"));

        assertThat(reply)
                .isInstanceOfSatisfying(
                        LaunchReply.Failed.class,
                        failed ->
                                assertThat(failed.reason())
                                        .contains("Another server acts for this cluster now"));
        assertThat(view("stale").current().registered("i1").orElseThrow().reservations()).isEmpty();
    }
}

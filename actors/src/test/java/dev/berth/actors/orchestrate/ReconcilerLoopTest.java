package dev.berth.actors.orchestrate;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.Node;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ViewHandle;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.tag.TagChange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second reconciler, which knows nothing of instances, on the same loop and real entities. */
class ReconcilerLoopTest {

    private static final Timing NO_TICK =
            new Timing(
                    Duration.ofHours(1),
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(30));
    private static final Timing TICKING =
            new Timing(
                    Duration.ofMillis(100),
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(30));

    @TempDir Path folder;
    private final Tagging tagging = new Tagging();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /** Ends when it is told anything. */
    private ActorRef<String> run(Tagging reconciler, Timing timing) {
        var loop =
                ReconcilerLoop.create(
                        reconciler,
                        SnapshotSource.of(node.views().account()),
                        new Commands(node.entities(), node.views(), node.epochs()::ofAccount),
                        InstantSource.system(),
                        timing);
        return node.system()
                .systemActorOf(
                        Behaviors.<String>setup(
                                context -> {
                                    context.spawn(loop, "loop");
                                    return Behaviors.receiveMessage(_ -> Behaviors.stopped());
                                }),
                        "loops-" + System.nanoTime(),
                        Props.empty());
    }

    private void cluster(String name) throws Exception {
        node.write(AggregateKind.CLUSTER.at(name), new ClusterCommand.Create(name, Map.of()));
    }

    /** Any change that is not what the reconciler is after. */
    private void change(String name, String value) throws Exception {
        node.write(
                AggregateKind.CLUSTER.at(name),
                new ClusterCommand.ChangeTags(new TagChange(Map.of("other", value), Set.of())));
    }

    private void shown(String what, Predicate<AccountSnapshot> condition) throws Exception {
        var reached = new CompletableFuture<Void>();
        var account = node.views().account();
        ViewHandle.Listener<AccountSnapshot> listener =
                (_, snapshot) -> {
                    if (condition.test(snapshot)) {
                        reached.complete(null);
                    }
                };
        account.subscribe(listener);
        account.note(
                snapshot -> {
                    listener.changed(null, snapshot);
                    return snapshot;
                });
        try {
            reached.get(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(what + ": still not so", e);
        } finally {
            account.unsubscribe(listener);
        }
    }

    private void tagged(String name) throws Exception {
        shown(name + " is tagged", snapshot -> isTagged(snapshot, name));
    }

    private static boolean isTagged(AccountSnapshot snapshot, String name) {
        return snapshot.cluster(name)
                .filter(c -> c instanceof Cluster.Active a && a.tags().containsKey("seen"))
                .isPresent();
    }

    private static void await(String what, BooleanSupplier condition) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsThereAtTheStartAndWhatChangesLaterIsPlannedWithoutATick() throws Exception {
        cluster("before");
        run(tagging, NO_TICK);
        tagged("before");
        cluster("after");
        tagged("after");
        assertThat(tagging.overlaps).isEmpty();
    }

    @Test
    void noKeyIsPlannedWhileItsActionsRunAndItsChangesAreServedTogetherLater() throws Exception {
        var held = new CompletableFuture<Void>();
        tagging.before =
                name -> name.equals("slow") ? held : CompletableFuture.completedStage(null);
        cluster("slow");
        run(tagging, NO_TICK);
        await("slow is planned", () -> tagging.plans.containsKey("slow"));

        for (var i = 0; i < 5; i++) {
            change("slow", "value " + i);
        }
        cluster("quick");
        tagged("quick");
        assertThat(tagging.plans.get("slow")).hasSize(1);

        held.complete(null);
        tagged("slow");
        await("the changes are looked at", () -> tagging.plans.get("slow").size() == 2);
        cluster("another");
        tagged("another");
        assertThat(tagging.plans.get("slow")).hasSizeLessThanOrEqualTo(3);
        assertThat(tagging.overlaps).isEmpty();
    }

    @Test
    void anActionThatFailsIsTriedAgainAfterPausesThatGrow() throws Exception {
        var failures = new ArrayDeque<>(List.of(1, 2, 3, 4, 5));
        var attempts = new java.util.concurrent.CopyOnWriteArrayList<Long>();
        tagging.before =
                name -> {
                    if (!name.equals("failing")) {
                        return CompletableFuture.completedStage(null);
                    }
                    attempts.add(System.nanoTime());
                    // What fails may change its own key each time: that is no reason to hurry.
                    node.entities()
                            .ask(
                                    AggregateKind.CLUSTER.at(name),
                                    new ClusterCommand.ChangeTags(
                                            new TagChange(
                                                    Map.of("tried", "" + attempts.size()),
                                                    Set.of())),
                                    0);
                    return failures.poll() == null
                            ? CompletableFuture.completedStage(null)
                            : CompletableFuture.failedStage(new IllegalStateException("no"));
                };
        cluster("failing");
        run(tagging, NO_TICK);

        tagged("failing");

        assertThat(attempts).hasSize(6);
        for (var i = 1; i < attempts.size(); i++) {
            assertThat(Duration.ofNanos(attempts.get(i) - attempts.get(i - 1)))
                    .as("pause " + i)
                    .isGreaterThanOrEqualTo(NO_TICK.pause(i));
        }
    }

    @Test
    void aKeyIsPlannedAgainWhenItsPlanSaidSoAlthoughNothingChanges() throws Exception {
        tagging.again = Duration.ofMillis(30);
        cluster("waking");
        run(tagging, NO_TICK);
        tagged("waking");
        await("it is planned again and again", () -> tagging.plans.get("waking").size() > 4);
    }

    @Test
    void nothingIsForgottenOrDoneTwiceWhenTheLoopRestarts() throws Exception {
        var held = new ConcurrentHashMap<String, CompletableFuture<Void>>();
        tagging.before = name -> held.computeIfAbsent(name, _ -> new CompletableFuture<>());
        cluster("held");
        run(tagging, TICKING);
        await("its action runs", () -> held.containsKey("held"));

        tagging.failure.set(new IllegalStateException("once"));
        await("the loop has failed", () -> tagging.failure.get() == null);
        cluster("meanwhile");
        await("the other is planned", () -> held.containsKey("meanwhile"));
        assertThat(tagging.plans.get("held")).hasSize(1);

        held.values().forEach(each -> each.complete(null));
        tagged("held");
        tagged("meanwhile");
        assertThat(tagging.overlaps).isEmpty();
    }

    @Test
    void nothingIsForgottenWhenTheServerRestarts() throws Exception {
        tagging.before = _ -> new CompletableFuture<>();
        cluster("unfinished");
        run(tagging, NO_TICK);
        await("it is begun", () -> tagging.plans.containsKey("unfinished"));
        node.close();

        node = Node.start(folder);
        run(new Tagging(), NO_TICK);

        tagged("unfinished");
    }

    @Test
    void aLoopThatHasEndedHearsOfNothing() throws Exception {
        var actor = run(tagging, NO_TICK);
        cluster("heard");
        tagged("heard");
        var ended = new CompletableFuture<Void>();
        node.system()
                .systemActorOf(
                        Behaviors.<String>setup(
                                context -> {
                                    context.watchWith(actor, "gone");
                                    return Behaviors.receiveMessage(
                                            _ -> {
                                                ended.complete(null);
                                                return Behaviors.stopped();
                                            });
                                }),
                        "watcher",
                        Props.empty());
        actor.tell("end");
        done(ended);
        // Behind the end of the subscription in the view's mailbox.
        change("heard", "of something");
        var changes = tagging.changes.get();

        change("heard", "of something else");

        assertThat(tagging.changes).hasValue(changes);
    }
}

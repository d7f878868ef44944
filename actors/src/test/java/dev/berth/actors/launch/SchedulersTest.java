package dev.berth.actors.launch;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.Given;
import dev.berth.actors.Node;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.launch.LaunchReply.Decided;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.placement.Placers;
import dev.berth.domain.placement.Placers.Choice;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.Unfit;
import dev.berth.domain.placement.Verdict;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several schedulers on one cluster, some of which do not behave. */
class SchedulersTest {

    @TempDir static Path folder;
    private static final ExecutorService PLANNERS = Executors.newCachedThreadPool();
    private static Node node;

    private final Points points = new Points();
    private final Explanations explanations =
            new Explanations(points, PLANNERS, Explanations.Store.NONE);

    @BeforeAll
    static void start() throws Exception {
        node = Node.start(folder);
    }

    @AfterAll
    static void stop() {
        PLANNERS.shutdownNow();
        node.close();
    }

    /** Strategies by name; one that has failed is replaced by the default. */
    private static final class Points implements PlacementPoints {
        private final Map<String, Placers> byName = new java.util.concurrent.ConcurrentHashMap<>();
        private final List<Throwable> failures = new ArrayList<>();
        private volatile boolean keepAll;
        private volatile Duration deadline = Duration.ofSeconds(60);

        void put(String name, Preference preference) {
            byName.put(name, new Placers(List.of(), new Choice.ByPreferences(List.of(preference))));
        }

        @Override
        public void check(Placing placing) {}

        @Override
        public Use open(String cluster, Placing placing) {
            var name = placing.strategies().getFirst().type();
            var own = byName.get(name);
            return new Use() {
                @Override
                public Placers placers() {
                    return own == null ? DefaultPlacement.PLACERS : own;
                }

                @Override
                public Duration deadline() {
                    return deadline;
                }

                @Override
                public List<String> notes() {
                    return own == null
                            ? List.of(name + " failed; the default was used")
                            : List.of();
                }

                @Override
                public void failed(Throwable cause) {
                    failures.add(cause);
                    if (!keepAll) {
                        byName.remove(name);
                    }
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Subscription onChange(Runnable listener) {
            return () -> {};
        }
    }

    private ActorRef<Launcher.Command> launcher(String cluster) {
        return launcher(cluster, InstantSource.system());
    }

    private ActorRef<Launcher.Command> launcher(String cluster, InstantSource clock) {
        var view = node.views().cluster(cluster);
        var launcher =
                Launcher.create(
                        new Commits(
                                cluster,
                                node.entities(),
                                view,
                                () -> node.epochs().ofCluster(cluster)),
                        new Planning(view, points, explanations, PLANNERS, clock));
        return node.system()
                .systemActorOf(
                        Behaviors.supervise(launcher).onFailure(SupervisorStrategy.restart()),
                        "schedulers-" + cluster,
                        Props.empty());
    }

    private static CompletionStage<Decided> launch(
            ActorRef<Launcher.Command> launcher, LaunchRequest request, String by, String... ids) {
        return ask(launcher, request, by, ids).thenApply(Decided.class::cast);
    }

    private static CompletionStage<LaunchReply> ask(
            ActorRef<Launcher.Command> launcher, LaunchRequest request, String by, String... ids) {
        var placing = new Placing(List.of(new Placing.Strategy(by, null)), List.of());
        var launch =
                new LaunchRequest(
                        request.template(),
                        ids.length,
                        request.ports(),
                        request.requiredAttributes(),
                        null,
                        Map.of(),
                        placing,
                        "run of " + String.join(",", ids));
        return AskPattern.ask(
                launcher,
                replyTo -> new Launcher.Launch(launch, List.of(ids), replyTo),
                Duration.ofSeconds(30),
                node.system().scheduler());
    }

    @Test
    void aSchedulerThatIsBusyHoldsUpNoOther() throws Exception {
        Given.instance(node, "busy", "i1", 100, 100);
        var held = new CountDownLatch(1);
        points.put("slow", (_, _) -> waitFor(held));
        points.put("quick", (_, _) -> 0);
        var launcher = launcher("busy");
        var request = Given.tasks("busy", 1, 10, 10);

        var slow = launch(launcher, request, "slow", "s1").toCompletableFuture();
        var quick = done(launch(launcher, request, "quick", "q1"));
        assertThat(quick.launched()).hasSize(1);
        assertThat(slow).isNotDone();

        held.countDown();
        assertThat(done(slow).launched()).hasSize(1);
        assertThat(points.failures).isEmpty();
    }

    @Test
    void theInstanceDecidesBetweenSchedulersThatUseTheSameResources() throws Exception {
        Given.instance(node, "race", "i1", 100, 100);
        Given.instance(node, "race", "i2", 100, 100);
        var held = new CountDownLatch(1);
        points.put("late", (_, instance) -> waitFor(held) + (instance.id().equals("i1") ? 0 : 1));
        points.put("early", (_, instance) -> instance.id().equals("i1") ? 0 : 1);
        var launcher = launcher("race");
        var request = Given.tasks("race", 1, 100, 10);

        var late = launch(launcher, request, "late", "l1");
        assertThat(done(launch(launcher, request, "early", "e1")).launched()).hasSize(1);
        held.countDown();

        assertThat(done(late).failures()).isEmpty();
        var snapshot = node.views().cluster("race").current();
        assertThat(snapshot.registered("i1").orElseThrow().reservations()).containsOnlyKeys("e1");
        assertThat(snapshot.registered("i2").orElseThrow().reservations()).containsOnlyKeys("l1");
    }

    /** Amazon's agent says it when it connects, not when it registers. */
    @Test
    void aStrategySeesTheVersionThatAnAgentSaidWhenItConnected() throws Exception {
        Given.instance(node, "versions", "i1", 100, 100);
        var i1 = AggregateKind.CONTAINER_INSTANCE.at("versions", "i1");
        node.write(
                i1,
                new InstanceCommand.SetVersions(
                        new ContainerInstance.Versions("9.9.9", null, null)));
        var seen = new ConcurrentLinkedQueue<String>();
        points.put(
                "curious",
                (_, instance) -> {
                    seen.add(instance.agentVersion().orElse("none"));
                    return 0;
                });

        done(launch(launcher("versions"), request("versions"), "curious", "t1"));

        assertThat(seen).isNotEmpty().containsOnly("9.9.9");
    }

    @Test
    void whatAThrowingStrategyWasAskedForIsPlacedWithoutIt() throws Exception {
        Given.instance(node, "thrown", "i1", 100, 100);
        points.put(
                "broken",
                (_, _) -> {
                    throw new StackOverflowError("on purpose");
                });

        var result = done(launch(launcher("thrown"), request("thrown"), "broken", "t1"));

        assertThat(result.launched()).hasSize(1);
        assertThat(points.failures).singleElement().isInstanceOf(StackOverflowError.class);
        assertThat(explanations.ofTask("t1").orElseThrow().notes())
                .containsExactly("broken failed; the default was used");
    }

    @Test
    void tasksOfABlockedStrategyArePlacedWithoutItAfterTheDeadline() throws Exception {
        Given.instance(node, "stuck", "i1", 100, 100);
        var never = new CountDownLatch(1);
        points.put("stuck", (_, _) -> waitFor(never));
        points.deadline = Duration.ofMillis(100);

        var result = done(launch(launcher("stuck"), request("stuck"), "stuck", "t1"));

        assertThat(result.launched()).hasSize(1);
        assertThat(points.failures).singleElement().isInstanceOf(TimeoutException.class);
    }

    @Test
    void aPassThatAlwaysFailsIsGivenUpHoweverWellOtherSchedulersDo() throws Exception {
        Given.instance(node, "hopeless", "i1", 100, 100);
        var launcher = launcher("hopeless");
        var attempts = new AtomicInteger();
        points.put("quick", (_, _) -> 0);
        points.keepAll = true;
        points.put(
                "broken",
                (_, _) -> {
                    try {
                        var id = "q" + attempts.incrementAndGet();
                        done(launch(launcher, request("hopeless"), "quick", id));
                    } catch (Exception e) {
                        throw new IllegalStateException("the quick one failed", e);
                    }
                    throw new IllegalStateException("always");
                });

        var reply = done(ask(launcher, request("hopeless"), "broken", "b1"));

        assertThat(reply).isInstanceOf(LaunchReply.Failed.class);
        assertThat(attempts).hasValue(4);
        assertThat(done(launch(launcher, request("hopeless"), "quick", "q9")).launched())
                .hasSize(1);
    }

    @Test
    void aLauncherThatRestartsAnswersWaitingCallersAndContinues() throws Exception {
        Given.instance(node, "restarted", "i1", 100, 100);
        var held = new CountDownLatch(1);
        var planning = new CountDownLatch(1);
        points.put(
                "slow",
                (_, _) -> {
                    planning.countDown();
                    return waitFor(held);
                });
        points.put("quick", (_, _) -> 0);
        var failure = new AtomicReference<RuntimeException>();
        var launcher =
                launcher(
                        "restarted",
                        () -> {
                            var thrown = failure.getAndSet(null);
                            if (thrown != null) {
                                throw thrown;
                            }
                            return InstantSource.system().instant();
                        });
        var waiting = ask(launcher, request("restarted"), "slow", "s1");
        planning.await();
        failure.set(new IllegalStateException("the launcher fails"));

        var failed = done(ask(launcher, request("restarted"), "quick", "q1"));

        assertThat(failed).isInstanceOf(LaunchReply.Failed.class);
        assertThat(done(waiting)).isInstanceOf(LaunchReply.Failed.class);
        held.countDown();
        var again = done(launch(launcher, request("restarted"), "quick", "q1", "s1"));
        assertThat(again.launched())
                .extracting(LaunchResult.Launched::taskId)
                .containsExactlyInAnyOrder("q1", "s1");
        assertThat(node.views().cluster("restarted").current().tasksOn("i1")).hasSize(2);
    }

    @Test
    void anExplanationTellsWhatEveryInstanceWasToEachTask() throws Exception {
        Given.instance(node, "told", "i1", 100, 100);
        Given.instance(node, "told", "i2", 50, 100);
        points.put("by-id", (_, instance) -> instance.id().equals("i1") ? 1 : 2);
        var launcher = launcher("told");

        var result = done(launch(launcher, Given.tasks("told", 1, 60, 10), "by-id", "t1", "t2"));
        assertThat(result.failures())
                .containsExactlyInAnyOrder(
                        new Unfit(
                                "i1",
                                "RESOURCE:CPU",
                                "60 CPU units requested, 40 of 100 available"),
                        new Unfit(
                                "i2",
                                "RESOURCE:CPU",
                                "60 CPU units requested, 50 of 50 available"));

        var placed = explanations.ofTask("t1").orElseThrow();
        assertThat(placed.outcomes()).isEqualTo(Map.of("t1", new Outcome("i1", null)));
        assertThat(placed.verdicts())
                .containsExactly(
                        new Verdict("i1", Fit.FITS, List.of(1.0)),
                        new Verdict(
                                "i2",
                                Fit.unfit(
                                        "RESOURCE:CPU",
                                        "60 CPU units requested, 50 of 50 available"),
                                List.of(2.0)));
        var run = explanations.ofRun("run of t1,t2");
        assertThat(run).hasSize(1);
        assertThat(run.getFirst().about()).isEqualTo("t2");
        assertThat(run.getFirst().verdicts())
                .extracting(verdict -> verdict.fit() instanceof Fit.Fits)
                .containsExactly(false, false);
        assertThat(explanations.incomplete())
                .extracting(Explanation::runId)
                .contains("run of t1,t2");
    }

    private static LaunchRequest request(String cluster) {
        return Given.tasks(cluster, 1, 10, 10);
    }

    private static double waitFor(CountDownLatch latch) {
        try {
            latch.await();
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}

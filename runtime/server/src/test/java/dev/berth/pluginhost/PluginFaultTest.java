package dev.berth.pluginhost;

import static dev.berth.pluginhost.PluginsFixture.constraint;
import static dev.berth.pluginhost.PluginsFixture.preference;
import static dev.berth.pluginhost.PluginsFixture.strategy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.actors.launch.PlacementPoints.Use;
import dev.berth.domain.placement.Placers.Choice.ByScheduler;
import dev.berth.domain.placement.Placing;
import dev.berth.plugin.contract.TestCluster;
import dev.berth.plugin.contract.TestInstance;
import dev.berth.plugin.contract.TestTask;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.PlacementRequest;
import dev.berth.pluginhost.PluginReport.Health;
import dev.berth.pluginhost.placement.PlacementDefaults;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginFaultTest {
    @TempDir private Path folder;
    private PluginsFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = PluginsFixture.in(folder, Duration.ofMillis(300), "");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throw new IllegalStateException(\"no\"); | weight() threw"
                        + " java.lang.IllegalStateException: no",
                "return weight(task, instance); | weight() threw java.lang.StackOverflowError",
                "throw new OutOfMemoryError(\"all\"); | weight() threw java.lang.OutOfMemoryError:"
                        + " all",
                "throw new NoClassDefFoundError(\"x\"); | weight() threw"
                        + " java.lang.NoClassDefFoundError: x",
                "return Double.NaN; | weight() returned NaN, which is not a finite number",
                "return 1 / 0.0; | weight() returned Infinity, which is not a finite number",
            })
    void whatGoesWrongInACallIsThePluginsReasonAndTheDefaultStrategyIsUsed(
            String weight, String reason) {
        fixture.drop(
                TestPlugin.of("mine")
                        .point(
                                "PlacementStrategy",
                                "mine",
                                """
                                return field -> new PlacementStrategy.Preference() {
                                    public double weight(TaskToPlace task, Instance instance) {
                                        %s
                                    }
                                };
                                """
                                        .formatted(weight)));
        failsIn(
                strategy("mine"),
                use -> preference(use).weight(TestTask.of("web"), TestInstance.of("a")));
        assertUnhealthy("mine", reason);
        try (var use = fixture.inventory.placement().open("default", strategy("mine"))) {
            assertThat(preference(use).weight(TestTask.of("web"), TestInstance.of("a"))).isZero();
            assertThat(use.notes())
                    .containsExactly(
                            "The placement strategy mine cannot be used, its plugin mine is"
                                    + " unhealthy: %s. The default strategy is used instead: usual."
                                            .formatted(reason));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "return null; | place() returned null",
                "return List.of(); | place() returned 0 placements for 1 tasks",
                "return Arrays.asList((Placement) null); | place() threw"
                        + " java.lang.NullPointerException",
                "throw new Error(); | place() threw java.lang.Error",
                "return List.of(Placement.none(\" \")); | place() returned a task without a placement"
                        + " and without a reason",
            })
    void aSchedulerThatAnswersWithRubbishIsReplaced(String place, String reason) {
        fixture.drop(TestPlugin.of("mine").scheduler("mine", place));
        var task = TestTask.of("web");
        failsIn(
                strategy("mine"),
                use ->
                        ((ByScheduler) use.placers().choice())
                                .scheduler()
                                .place(
                                        new PlacementRequest("default", task, 1),
                                        new TestCluster(task, List.of())));
        assertUnhealthy("mine", reason);
    }

    @Test
    void aConstraintThatFailsRulesEveryInstanceOut() {
        fixture.drop(TestPlugin.of("mine").constraint("mine", "return null;"));
        failsIn(
                constraint("mine"),
                use ->
                        use.placers()
                                .rules()
                                .getFirst()
                                .check(TestTask.of("web"), TestInstance.of("a")));
        assertUnhealthy("mine", "check() returned null");
        try (var use = fixture.inventory.placement().open("default", constraint("mine"))) {
            assertThat(
                            use.placers()
                                    .rules()
                                    .getFirst()
                                    .check(TestTask.of("web"), TestInstance.of("a")))
                    .isEqualTo(
                            Fit.unfit(
                                    "Mine placement constraint unsatisfied.",
                                    "it cannot be checked: its plugin mine is unhealthy: check()"
                                            + " returned null"));
            assertThat(use.notes()).singleElement().asString().contains("no instance satisfies it");
            assertThat(use.unchecked())
                    .containsExactly(
                            "The placement constraint mine cannot be checked: its plugin mine is"
                                    + " unhealthy: check() returned null.");
        }
    }

    @Test
    void aCallThatDoesNotComeBackIsBlamedAndNotRetriedBeforeItHas() throws Exception {
        var latch = new CountDownLatch(1);
        System.getProperties().put("berth.test.latch", latch);
        fixture.drop(
                TestPlugin.of("mine")
                        .strategy(
                                "mine",
                                "try { ((java.util.concurrent.CountDownLatch)"
                                        + " System.getProperties().get(\"berth.test.latch\")).await();"
                                        + " } catch (InterruptedException e) { } return 7;"));
        var use = fixture.inventory.placement().open("default", strategy("mine"));
        var answer = new CompletableFuture<Double>();
        Thread.ofPlatform()
                .daemon()
                .start(
                        () ->
                                answer.complete(
                                        preference(use)
                                                .weight(TestTask.of("web"), TestInstance.of("a"))));
        assertThatThrownBy(() -> answer.get(400, java.util.concurrent.TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        use.failed(new TimeoutException());
        use.close();
        assertUnhealthy("mine", "weight() did not return within 300 ms");

        var later = Instant.now().plus(PluginsFixture.RETRY_AFTER);
        fixture.look(later);
        assertThat(fixture.report("mine").health()).isEqualTo(Health.UNHEALTHY);
        fixture.remove("mine.jar");
        assertThat(fixture.inventory.retiring()).isEqualTo(1);

        latch.countDown();
        assertThat(answer.get()).isEqualTo(7);
        assertThat(fixture.inventory.retiring()).isZero();
    }

    @Test
    void aFieldThatIsNeverAnsweredBlocksNoOtherCall() {
        fixture.drop(
                TestPlugin.of("mine")
                        .point(
                                "PlacementStrategy",
                                "mine",
                                "return field -> { while (true) { Thread.onSpinWait(); if"
                                        + " (Thread.interrupted()) { return null; } } };"));
        fixture.inventory.placement().check(strategy("mine"));
        assertUnhealthy("mine", "preference() did not return within 300 ms");
        try (var use = fixture.inventory.placement().open("default", strategy("mine"))) {
            assertThat(use.notes()).hasSize(1);
        }
    }

    @Test
    void anUnhealthyPluginIsTriedAgainAfterAWhile() {
        fixture.drop(TestPlugin.of("mine").strategy("mine", "return Double.NaN;"));
        failsIn(
                strategy("mine"),
                use -> preference(use).weight(TestTask.of("web"), TestInstance.of("a")));
        fixture.look(Instant.now().plus(PluginsFixture.RETRY_AFTER).plusSeconds(1));
        assertThat(fixture.report("mine").health()).isEqualTo(Health.HEALTHY);
        assertThat(fixture.report("mine").lastError().reason()).startsWith("weight() returned NaN");
        try (var use = fixture.inventory.placement().open("default", strategy("mine"))) {
            assertThat(use.notes()).isEmpty();
        }
    }

    @Test
    void whereTheDefaultFailsTooTasksAreSpreadOverInstances() throws Exception {
        fixture.close();
        TestPlugin.of("builtin")
                .strategy("usual", "throw new Error(\"worn out\");")
                .in(fixture.builtIn);
        var config =
                new PluginsConfig(
                        new PluginsConfig.Folders(
                                fixture.builtIn, fixture.dropped, folder.resolve("data")),
                        Duration.ofSeconds(5),
                        PluginsFixture.RETRY_AFTER,
                        com.typesafe.config.ConfigFactory.empty().root(),
                        new PlacementDefaults(
                                List.of(new Placing.Strategy("usual", null)), java.util.Map.of()));
        try (var inventory = PluginInventory.open(config)) {
            try (var use = inventory.placement().open("default", Placing.DEFAULT)) {
                assertThatThrownBy(
                                () ->
                                        preference(use)
                                                .weight(TestTask.of("web"), TestInstance.of("a")))
                        .satisfies(use::failed);
            }
            try (var use = inventory.placement().open("default", Placing.DEFAULT)) {
                var crowded = TestInstance.of("a").withTasks("family:web", 3);
                assertThat(preference(use).weight(TestTask.of("web"), crowded)).isEqualTo(3);
                assertThat(use.notes())
                        .singleElement()
                        .asString()
                        .endsWith(
                                "Tasks are spread over instances instead of by the default"
                                        + " strategy.");
            }
        }
    }

    private void failsIn(Placing placing, Consumer<Use> call) {
        try (var use = fixture.inventory.placement().open("default", placing)) {
            assertThat(use.notes()).isEmpty();
            assertThatThrownBy(() -> call.accept(use)).satisfies(use::failed);
        }
    }

    private void assertUnhealthy(String plugin, String reason) {
        assertThat(fixture.report(plugin).health()).isEqualTo(Health.UNHEALTHY);
        assertThat(fixture.report(plugin).lastError().reason()).isEqualTo(reason);
    }
}

package dev.berth.pluginhost;

import static dev.berth.pluginhost.PluginsFixture.strategy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.berth.domain.placement.Placing.Strategy;
import dev.berth.plugin.contract.TestInstance;
import dev.berth.plugin.contract.TestTask;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.pluginhost.PluginReport.Health;
import dev.berth.pluginhost.placement.PlacementDefaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {
    private static final TestPlugin MINE = TestPlugin.of("mine").strategy("mine", "return 1;");

    @TempDir private Path folder;
    private PluginsFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = PluginsFixture.in(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aDefaultStrategyIsAProblemWhileNoPluginOffersIt() throws Exception {
        var config =
                new PluginsConfig(
                        new PluginsConfig.Folders(
                                null, folder.resolve("wanted"), folder.resolve("data")),
                        PluginsFixture.TIMEOUT,
                        PluginsFixture.RETRY_AFTER,
                        ConfigFactory.empty().root(),
                        new PlacementDefaults(List.of(new Strategy("wanted", null)), Map.of()));
        try (var inventory = PluginInventory.open(config)) {
            assertThat(inventory.problems())
                    .containsExactly(
                            "placement.default-strategy: There is no placement strategy wanted."
                                    + " There are: none. Until this is corrected, tasks are spread"
                                    + " over instances instead.");
            TestPlugin.of("late")
                    .scheduler("wanted", "return List.of();")
                    .in(folder.resolve("wanted"));
            inventory.look(Instant.now());
            inventory.look(Instant.now());
            assertThat(inventory.problems()).isEmpty();
        }
    }

    @Test
    void whatIsDroppedIsUsedByItsNameAndForgottenWhenItIsRemoved() throws Exception {
        assertThatThrownBy(() -> fixture.inventory.placement().check(strategy("mine")))
                .isInstanceOf(InvalidPlacementException.class)
                .hasMessage("There is no placement strategy mine. There are: usual.");
        var changes = new AtomicInteger();
        fixture.inventory.placement().onChange(changes::incrementAndGet);

        fixture.drop(MINE);
        fixture.inventory.placement().check(strategy("mine"));
        assertThat(weight("mine")).isEqualTo(1);
        assertThat(changes).hasValue(1);

        fixture.remove("mine.jar");
        assertThatThrownBy(() -> fixture.inventory.placement().check(strategy("mine")))
                .isInstanceOf(InvalidPlacementException.class);
        assertThat(changes).hasValue(2);
        assertThat(fixture.inventory.list())
                .extracting(PluginReport::name)
                .containsExactly("builtin");
        try (var use = fixture.inventory.placement().open("default", strategy("mine"))) {
            assertThat(use.notes())
                    .containsExactly(
                            "No plugin offers the placement strategy mine. The default strategy is"
                                    + " used instead: usual.");
        }
    }

    @Test
    void aNewerVersionReplacesItWhileARunningPlanUsesTheOld() throws Exception {
        fixture.drop(MINE);
        try (var old = fixture.inventory.placement().open("default", strategy("mine"))) {
            fixture.drop(TestPlugin.of("mine").version("1.1.0").strategy("mine", "return 2;"));
            assertThat(weight("mine")).isEqualTo(2);
            assertThat(weight(old)).isEqualTo(1);
            assertThat(fixture.inventory.retiring()).isEqualTo(1);
        }
        assertThat(fixture.inventory.retiring()).isZero();
        assertThat(fixture.report("mine").source().version()).isEqualTo("1.1.0");
    }

    @Test
    void equalRequestsShareTheirPlacersUntilPluginsChange() {
        fixture.drop(MINE);
        var points = fixture.inventory.placement();
        try (var one = points.open("default", strategy("mine"));
                var other = points.open("default", strategy("mine"))) {
            assertThat(one.placers()).isSameAs(other.placers());
            fixture.drop(TestPlugin.of("other").strategy("other", "return 0;"));
            try (var later = points.open("default", strategy("mine"))) {
                assertThat(later.placers()).isNotSameAs(one.placers());
            }
        }
    }

    @Test
    void aFileThatIsBeingCopiedIsLeftAlone() throws Exception {
        var whole = MINE.jar();
        var file = fixture.dropped.resolve("mine.jar");
        for (int length : new int[] {0, whole.length / 3, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            fixture.look();
            assertThat(fixture.inventory.list()).hasSize(1);
        }
        Files.write(file, whole);
        fixture.look();
        assertThat(fixture.report("mine").health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void aFileThatNeverGetsAnEndIsRefusedInTheEnd() throws Exception {
        var whole = MINE.jar();
        Files.write(fixture.dropped.resolve("mine.jar"), Arrays.copyOf(whole, 100));
        for (int i = 0; i < 10; i++) {
            fixture.look();
        }
        assertRefused("mine.jar", "not a valid jar (truncated?)");
    }

    @Test
    void aBadFileInThePlaceOfAGoodOneLeavesTheGoodOneInUse() throws Exception {
        fixture.drop(MINE);
        Files.writeString(fixture.dropped.resolve("mine.jar"), "no jar".repeat(100));
        for (int i = 0; i < 10; i++) {
            fixture.look();
        }
        assertThat(weight("mine")).isEqualTo(1);
        fixture.drop(
                TestPlugin.of("mine")
                        .version("2.0.0")
                        .requires("9.0.0")
                        .strategy("mine", "return 2;"));
        assertThat(weight("mine")).isEqualTo(1);
        assertRefused("mine.jar", "Version 1.0.0 stays in use");
    }

    @Test
    void whatCannotBeLoadedIsListedWithItsFileAndItsReason() throws Exception {
        fixture.drop(MINE.requires("2.0.0"));
        assertRefused("mine.jar", "it requires version 2.0.0 of the plugin API, this server has");
        fixture.drop(MINE.requires("soon"));
        assertRefused("mine.jar", "is not a version or a range");
        fixture.remove("mine.jar");

        fixture.drop(TestPlugin.of("builtin").strategy("x", "return 0;"));
        assertRefused("builtin.jar", "is that of a plugin that ships with Berth");
        fixture.drop(TestPlugin.of("thief").strategy("usual", "return 0;"));
        assertRefused(
                "thief.jar", "its strategy usual has the same name as one of the plugin builtin");
        fixture.drop(
                TestPlugin.of("pekko")
                        .strategy(
                                "p",
                                "return org.apache.pekko.actor.ActorRef.noSender() == null ? 0 :"
                                        + " 1;"));
        assertRefused(
                "pekko.jar",
                "its class test.Factory0 names org.apache.pekko.actor.ActorRef, but a plugin sees");
        fixture.drop(TestPlugin.of("bomb").point("Scheduler", "b", "throw new Error(\"no\");"));
        assertThat(fixture.report("bomb").health()).isEqualTo(Health.UNHEALTHY);
        assertThat(fixture.report("bomb").lastError().reason())
                .isEqualTo("create() of b threw java.lang.Error: no");
    }

    @Test
    void ofTwoFilesOfOnePluginTheNewerCounts() throws Exception {
        MINE.version("1.10.0").strategy("x", "return 0;").in(fixture.dropped, "a.jar");
        MINE.version("1.9.0").in(fixture.dropped, "b.jar");
        fixture.look();
        assertThat(fixture.report("mine").source().version()).isEqualTo("1.10.0");
        assertRefused("b.jar", "is that of a.jar, version 1.10.0, which counts");
        fixture.remove("a.jar");
        assertThat(fixture.report("mine").source().version()).isEqualTo("1.9.0");
    }

    @Test
    void aNameThatIsGivenUpIsFreeForAnother() throws Exception {
        fixture.drop(MINE);
        fixture.drop(TestPlugin.of("other").strategy("mine", "return 5;"));
        assertRefused("other.jar", "has the same name as one of the plugin mine");
        fixture.remove("mine.jar");
        fixture.look();
        assertThat(weight("mine")).isEqualTo(5);
    }

    @Test
    void thePluginsThatShipMustWork() throws Exception {
        var other = folder.resolve("other");
        PluginsFixture.in(other).close();
        TestPlugin.of("broken")
                .requires("9.0.0")
                .strategy("b", "return 0;")
                .in(other.resolve("built-in"));
        assertThatThrownBy(() -> PluginsFixture.in(other))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("broken.jar: it requires version 9.0.0");
    }

    private void assertRefused(String file, String reason) {
        assertThat(fixture.inventory.list())
                .filteredOn(it -> it.health() == Health.REFUSED)
                .anySatisfy(
                        it -> {
                            assertThat(it.source().file()).isEqualTo(file);
                            assertThat(it.lastError().reason()).contains(reason);
                        });
    }

    private double weight(String type) {
        try (var use = fixture.inventory.placement().open("default", strategy(type))) {
            assertThat(use.notes()).isEmpty();
            return weight(use);
        }
    }

    private static double weight(dev.berth.actors.launch.PlacementPoints.Use use) {
        return PluginsFixture.preference(use).weight(TestTask.of("web"), TestInstance.of("a"));
    }
}

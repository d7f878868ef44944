package dev.berth.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import dev.berth.pluginhost.PluginReport.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppliedSettingsTest {
    @TempDir private Path folder;

    /** Its weight is its setting; each time it is closed it writes that to its folder. */
    private static final TestPlugin TUNED =
            TestPlugin.of("tuned")
                    .point(
                            "PlacementStrategy",
                            "tuned",
                            """
                            long level = settings.wholeNumber("level", 0, 0, 9);
                            class Tuned implements PlacementStrategy, AutoCloseable {
                                public Preference preference(Optional<String> field) {
                                    return (task, instance) -> level;
                                }
                                public void close() throws Exception {
                                    java.nio.file.Files.writeString(
                                            context.dataFolder().resolve("closed"),
                                            level + ";",
                                            java.nio.file.StandardOpenOption.CREATE,
                                            java.nio.file.StandardOpenOption.APPEND);
                                }
                            }
                            return new Tuned();
                            """);

    private static ConfigObject settings(String text) {
        return ConfigFactory.parseString(text).root();
    }

    private static double weight(PluginsFixture fixture) {
        try (var use = fixture.inventory.placement().open("c", PluginsFixture.strategy("tuned"))) {
            return PluginsFixture.preference(use).weight(null, null);
        }
    }

    private String closed() throws Exception {
        var file = folder.resolve("data/tuned/closed");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void awaitClosed(String expected) throws Exception {
        var deadline = Instant.now().plusSeconds(20);
        while (!closed().equals(expected)) {
            assertThat(Instant.now()).as("closed: " + closed()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void newSettingsTakeEffectAndThePreviousPluginIsClosedOnceWhenItsLastUseEnds()
            throws Exception {
        try (var fixture = PluginsFixture.in(folder, Duration.ofSeconds(20), "tuned.level = 1")) {
            fixture.drop(TUNED);
            var use = fixture.inventory.placement().open("c", PluginsFixture.strategy("tuned"));
            assertThat(fixture.inventory.apply(settings("tuned.level = 2"))).isEmpty();
            assertThat(weight(fixture)).isEqualTo(2);
            assertThat(PluginsFixture.preference(use).weight(null, null)).isEqualTo(1);
            assertThat(closed()).isEmpty();
            use.close();
            awaitClosed("1;");
        }
        awaitClosed("1;2;");
    }

    @Test
    void aWrongSectionIsRefusedAndThePluginStaysInUse() throws Exception {
        try (var fixture = PluginsFixture.in(folder, Duration.ofSeconds(20), "tuned.level = 1")) {
            fixture.drop(TUNED);
            assertThat(fixture.inventory.apply(settings("tuned.level = 10")))
                    .isEqualTo(
                            List.of(
                                    "String: 1: plugins.settings.tuned.level: expected a whole"
                                            + " number from 0 to 9"));
            assertThat(weight(fixture)).isEqualTo(1);
            assertThat(fixture.report("tuned").health()).isEqualTo(Health.HEALTHY);
            fixture.drop(TUNED.version("1.1.0"));
            assertThat(weight(fixture)).isEqualTo(1);
        }
        awaitClosed("1;1;");
    }

    @Test
    void sectionsThatDidNotChangeLeaveTheirPluginAlone() throws Exception {
        try (var fixture = PluginsFixture.in(folder, Duration.ofSeconds(20), "tuned.level = 1")) {
            fixture.drop(TUNED);
            assertThat(fixture.inventory.apply(settings("tuned { level = 1 }, other.x = 2")))
                    .isEmpty();
            assertThat(fixture.inventory.retiring()).isZero();
        }
        awaitClosed("1;");
    }
}

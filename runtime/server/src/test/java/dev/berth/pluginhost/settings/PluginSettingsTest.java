package dev.berth.pluginhost.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.pluginhost.PluginReport.Health;
import dev.berth.pluginhost.PluginsFixture;
import dev.berth.pluginhost.TestPlugin;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginSettingsTest {
    private static final TestPlugin PICKY =
            TestPlugin.of("picky")
                    .point(
                            "PlacementStrategy",
                            "picky",
                            """
                            long least = settings.wholeNumber("least", 3, 1, 10);
                            double share = settings.number("share", 0.5, 0, 1);
                            boolean on = settings.flag("on", true);
                            var time = settings.duration("time", java.time.Duration.ofSeconds(2));
                            String name = settings.text("name");
                            String colour = settings.text("colour", "red");
                            double sum = least + share + (on ? 100 : 0) + time.toSeconds() * 1000;
                            return field -> (task, instance) -> sum + name.length() * 10;
                            """);

    @TempDir private Path folder;

    @Test
    void aPointGetsItsSection() throws Exception {
        try (var fixture =
                PluginsFixture.in(
                        folder,
                        Duration.ofSeconds(20),
                        "picky { least = 5, name = ab, time = 3 seconds }, other { x = 1 }")) {
            fixture.drop(PICKY);
            assertThat(fixture.report("picky").health()).isEqualTo(Health.HEALTHY);
            try (var use =
                    fixture.inventory.placement().open("c", PluginsFixture.strategy("picky"))) {
                assertThat(PluginsFixture.preference(use).weight(null, null)).isEqualTo(3125.5);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "picky { least = 11, name = x } | String: 1: plugins.settings.picky.least:"
                        + " expected a whole number from 1 to 10",
                "picky { least = 2.5, name = x } | String: 1: plugins.settings.picky.least:"
                        + " expected a whole number from 1 to 10",
                "picky { share = [], name = x } | String: 1: plugins.settings.picky.share: expected"
                        + " a number from 0.0 to 1.0",
                "picky { on = perhaps, name = x } | String: 1: plugins.settings.picky.on: expected"
                        + " true or false",
                "picky { } | plugins.settings.picky.name: expected a text, it must be set",
                "picky { name = x, last = 3 } | String: 1: plugins.settings.picky.last: unknown key,"
                        + " expected one of colour, least, name, on, share, time",
                "picky = 3 | String: 1: plugins.settings.picky: expected a section { … }",
            })
    void whatIsWrongIsNamedWithItsPlace(String settings, String problem) throws Exception {
        try (var fixture = PluginsFixture.in(folder, Duration.ofSeconds(20), settings)) {
            fixture.drop(PICKY);
            assertThat(fixture.report("picky").health()).isEqualTo(Health.UNHEALTHY);
            assertThat(fixture.report("picky").lastError().reason()).isEqualTo(problem);
        }
    }

    private static final TestPlugin NESTED =
            TestPlugin.of("nested")
                    .point(
                            "PlacementStrategy",
                            "nested",
                            """
                            double sum = settings.texts("zones").size();
                            sum += 10 * settings.section("tls").wholeNumber("port", 0, 0, 99);
                            for (var target : settings.sections("targets")) {
                                sum += 1000 * target.wholeNumber("weight", 0, 0, 9);
                            }
                            double all = sum + 10000 * settings.secret("key").length();
                            return field -> (task, instance) -> all;
                            """);

    @Test
    void settingsAreListsAndSectionsAndSecretsInFiles() throws Exception {
        var secret = java.nio.file.Files.writeString(folder.resolve("key"), "abc\n");
        var settings =
                "nested { zones = [a, b], tls { port = 5 }, key = \"file:"
                        + secret
                        + "\", targets = [{ weight = 1 }, { weight = 2 }] }";
        try (var fixture = PluginsFixture.in(folder, Duration.ofSeconds(20), settings)) {
            fixture.drop(NESTED);
            assertThat(fixture.report("nested").lastError()).isNull();
            try (var use =
                    fixture.inventory.placement().open("c", PluginsFixture.strategy("nested"))) {
                assertThat(PluginsFixture.preference(use).weight(null, null)).isEqualTo(33052);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nested { key = x, tls { port = 100 } } | String: 1: plugins.settings.nested.tls.port:"
                        + " expected a whole number from 0 to 99",
                "nested { key = x, targets = [{}, { weight = a }] } | String: 1:"
                        + " plugins.settings.nested.targets.1.weight: expected a whole number from 0"
                        + " to 9",
                "nested { key = x, tls { prot = 1 } } | String: 1: plugins.settings.nested.tls.prot:"
                        + " unknown key, expected one of port",
                "nested { key = \"file:/not/there\" } | String: 1: plugins.settings.nested.key:"
                        + " expected a secret, or file: and the path of a file that can be read",
            })
    void whatIsWrongInsideIsNamedWithItsPlace(String settings, String problem) throws Exception {
        try (var fixture = PluginsFixture.in(folder, Duration.ofSeconds(20), settings)) {
            fixture.drop(NESTED);
            assertThat(fixture.report("nested").lastError().reason()).isEqualTo(problem);
        }
    }
}

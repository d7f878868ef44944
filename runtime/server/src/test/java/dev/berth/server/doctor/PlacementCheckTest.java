package dev.berth.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.domain.placement.Placing.Strategy;
import dev.berth.pluginhost.PluginsConfig;
import dev.berth.pluginhost.TestPlugin;
import dev.berth.pluginhost.placement.PlacementDefaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementCheckTest {
    @TempDir private Path folder;

    private List<Check> checks(String clusterStrategy) throws Exception {
        var builtIn = Files.createDirectories(folder.resolve("built-in"));
        var dropped = Files.createDirectories(folder.resolve("dropped"));
        TestPlugin.of("usual").strategy("usual", "return 1;").in(builtIn);
        TestPlugin.of("own")
                .point("Scheduler", "own", "throw new Error(\"created by the check\");")
                .in(dropped);
        Files.writeString(dropped.resolve("broken.jar"), "not an archive");
        return PlacementCheck.of(
                new PluginsConfig(
                        new PluginsConfig.Folders(builtIn, dropped, folder.resolve("data")),
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(1),
                        ConfigFactory.empty().root(),
                        new PlacementDefaults(
                                List.of(new Strategy("own", null)),
                                Map.of(
                                        "web",
                                        List.of(
                                                new Strategy("usual", null),
                                                new Strategy(clusterStrategy, null))))));
    }

    @Test
    void aStrategyThatNoPluginOffersIsAWarning() throws Exception {
        assertThat(checks("usul"))
                .containsExactly(
                        Check.warning(
                                "placement",
                                "placement.clusters.web.strategy: There is no placement strategy"
                                        + " usul. There are: own, usual. Until this is corrected,"
                                        + " tasks are spread over instances instead."));
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void strategiesThatPluginsOfferAreFine() throws Exception {
        assertThat(checks("usual")).extracting(Check::verdict).containsExactly(Check.Verdict.OK);
    }
}

package dev.berth.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.pluginhost.placement.PlacementDefaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread that follows the folder. */
class WatchingTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir private Path folder;

    @Test
    void aRunningInventoryWatchesItsFolderEvenIfThatIsDeletedMeanwhile() throws Exception {
        var dropped = folder.resolve("not/there/yet");
        var config =
                new PluginsConfig(
                        new PluginsConfig.Folders(null, dropped, folder.resolve("data")),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1),
                        ConfigFactory.empty().root(),
                        new PlacementDefaults(List.of(), Map.of()));
        try (var inventory = PluginInventory.start(config)) {
            var mine = TestPlugin.of("mine").strategy("mine", "return 1;");
            Files.write(dropped.resolve("mine.jar"), mine.jar());
            await(() -> inventory.list().size() == 1);
            Files.delete(dropped.resolve("mine.jar"));
            Files.delete(dropped);
            await(() -> inventory.list().isEmpty());
            Files.createDirectories(dropped);
            mine.in(dropped);
            await(() -> inventory.list().size() == 1);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var deadline = Instant.now().plus(DEADLINE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("in time").isBefore(deadline);
            Thread.yield();
        }
    }
}

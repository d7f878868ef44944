package dev.berth.pluginhost;

import com.typesafe.config.ConfigFactory;
import dev.berth.domain.placement.Placers.Choice.ByPreferences;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.Placing.Strategy;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import dev.berth.pluginhost.placement.PlacementDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An inventory on folders of its own, which are read when a test says so. */
public final class PluginsFixture implements AutoCloseable {
    public static final Duration TIMEOUT = Duration.ofSeconds(20);
    public static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    public final Path builtIn;
    public final Path dropped;
    public final PluginInventory inventory;

    private PluginsFixture(Path builtIn, Path dropped, PluginInventory inventory) {
        this.builtIn = builtIn;
        this.dropped = dropped;
        this.inventory = inventory;
    }

    /** One whose default strategy is the built-in strategy {@code usual}. */
    public static PluginsFixture in(Path folder) throws Exception {
        return in(folder, TIMEOUT, "");
    }

    /**
     * @param settings what {@code plugins.settings} holds, as HOCON
     */
    public static PluginsFixture in(Path folder, Duration timeout, String settings)
            throws Exception {
        var builtIn = Files.createDirectories(folder.resolve("built-in"));
        var dropped = Files.createDirectories(folder.resolve("dropped"));
        TestPlugin.of("builtin").strategy("usual", "return instance.tasksCount();").in(builtIn);
        var config =
                new PluginsConfig(
                        new PluginsConfig.Folders(builtIn, dropped, folder.resolve("data")),
                        timeout,
                        RETRY_AFTER,
                        ConfigFactory.parseString(settings).root(),
                        new PlacementDefaults(List.of(new Strategy("usual", null)), Map.of()));
        return new PluginsFixture(builtIn, dropped, PluginInventory.open(config));
    }

    public void drop(TestPlugin plugin) {
        plugin.in(dropped);
        look();
    }

    public void remove(String file) throws IOException {
        Files.delete(dropped.resolve(file));
        look();
    }

    /** Twice, since a file counts when two looks have found it the same. */
    public void look() {
        look(Instant.now());
    }

    public void look(Instant now) {
        inventory.look(now);
        inventory.look(now);
    }

    public PluginReport report(String name) {
        return inventory.list().stream()
                .filter(it -> name.equals(it.name()) || name.equals(it.source().file()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + inventory.list()));
    }

    public static Placing strategy(String type) {
        return new Placing(List.of(new Strategy(type, null)), List.of());
    }

    public static Placing constraint(String type) {
        return new Placing(List.of(), List.of(new Placing.Constraint(type, null)));
    }

    public static Preference preference(dev.berth.actors.launch.PlacementPoints.Use use) {
        return ((ByPreferences) use.placers().choice()).preferences().getFirst();
    }

    @Override
    public void close() {
        inventory.close();
    }
}

package dev.berth.pluginhost;

import com.typesafe.config.ConfigFactory;
import dev.berth.domain.placement.Placers.Choice.ByPreferences;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.Placing.Strategy;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A host on folders of its own, which looks when it is told to. */
final class PluginsFixture implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(20);
    static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    final Path builtIn;
    final Path dropped;
    final PluginInventory host;

    private PluginsFixture(Path builtIn, Path dropped, PluginInventory host) {
        this.builtIn = builtIn;
        this.dropped = dropped;
        this.host = host;
    }

    /** One whose default strategy is the built-in strategy {@code usual}. */
    static PluginsFixture in(Path folder) throws Exception {
        return in(folder, TIMEOUT, "");
    }

    /**
     * @param settings what {@code plugins.settings} holds, as HOCON
     */
    static PluginsFixture in(Path folder, Duration timeout, String settings) throws Exception {
        var builtIn = Files.createDirectories(folder.resolve("built-in"));
        var dropped = Files.createDirectories(folder.resolve("dropped"));
        TestPlugin.of("builtin").strategy("usual", "return instance.tasksCount();").in(builtIn);
        var config =
                new PluginsConfig(
                        builtIn,
                        dropped,
                        folder.resolve("data"),
                        timeout,
                        RETRY_AFTER,
                        ConfigFactory.parseString(settings).root(),
                        List.of(new Strategy("usual", null)),
                        Map.of());
        return new PluginsFixture(builtIn, dropped, PluginInventory.open(config));
    }

    void drop(TestPlugin plugin) {
        plugin.in(dropped);
        look();
    }

    void remove(String file) throws IOException {
        Files.delete(dropped.resolve(file));
        look();
    }

    /** Twice, since a file counts when two looks have found it the same. */
    void look() {
        look(Instant.now());
    }

    void look(Instant now) {
        host.look(now);
        host.look(now);
    }

    PluginReport report(String name) {
        return host.list().stream()
                .filter(it -> name.equals(it.name()) || name.equals(it.file()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + host.list()));
    }

    static Placing strategy(String type) {
        return new Placing(List.of(new Strategy(type, null)), List.of());
    }

    static Placing constraint(String type) {
        return new Placing(List.of(), List.of(new Placing.Constraint(type, null)));
    }

    static Preference preference(dev.berth.actors.launch.PlacementPoints.Use use) {
        return ((ByPreferences) use.placers().choice()).preferences().getFirst();
    }

    @Override
    public void close() {
        host.close();
    }
}

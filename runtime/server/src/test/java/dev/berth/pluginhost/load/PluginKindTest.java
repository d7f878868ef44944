package dev.berth.pluginhost.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.berth.plugin.bell.BellFactory;
import dev.berth.pluginhost.PluginReport;
import dev.berth.pluginhost.TestPlugin;
import dev.berth.pluginhost.guard.CallMeter;
import dev.berth.pluginhost.guard.GuardedCall;
import dev.berth.pluginhost.guard.LoadedPlugin;
import dev.berth.pluginhost.guard.PluginFault;
import dev.berth.pluginhost.guard.PluginKind;
import dev.berth.pluginhost.placement.PlacementKinds;
import dev.berth.protocol.plugin.BadArchiveException;
import dev.berth.protocol.plugin.PluginArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new kind of plugin point is a record and the package of its factory. */
class PluginKindTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final PluginKind<BellFactory, IntSupplier> BELL =
            new PluginKind<>(
                    "bell",
                    "bell",
                    BellFactory.class,
                    BellFactory::type,
                    BellFactory::create,
                    (plugin, bell, deadline) ->
                            () ->
                                    GuardedCall.of(
                                            new CallMeter(plugin, "ring()"),
                                            deadline,
                                            bell::getAsInt),
                    "none");

    @TempDir private Path folder;

    private LoadedPlugin load(List<PluginKind<?, ?>> kinds, String create) throws Exception {
        var source =
                """
                package test;
                @org.pf4j.Extension
                public class Bell implements dev.berth.plugin.bell.BellFactory {
                    public String type() { return "brass"; }
                    public java.util.function.IntSupplier create(
                            dev.berth.plugin.Settings settings,
                            dev.berth.plugin.PluginContext context) { %s }
                }
                """
                        .formatted(create);
        var file =
                new TestPlugin("bells", "1.0.0", "1.0.0", java.util.Map.of("Bell", source))
                        .in(folder);
        return new PluginLoading(DEADLINE, kinds, folder.resolve("data"))
                .load(
                        PluginArchive.read(file),
                        false,
                        ConfigFactory.parseString("brass.tone = 3").root());
    }

    @Test
    void aPluginOfANewKindIsLoadedWithItsSettingsAndGuarded() throws Exception {
        var plugin =
                load(
                        List.of(BELL),
                        "long tone = settings.wholeNumber(\"tone\", 0, 0, 9); return () -> (int) tone;");
        var bell = BELL.guarded(plugin, plugin.points().getFirst(), DEADLINE).orElseThrow();
        assertThat(bell.getAsInt()).isEqualTo(3);
        assertThat(plugin.calls()).isEqualTo(1);
        assertThat(PluginReport.of(plugin, "bells.jar").points())
                .containsExactly(new PluginReport.PointName("bell", "brass"));
        plugin.retire();
    }

    @Test
    void aCallThatThrowsIsBlamedOnThePlugin() throws Exception {
        var plugin =
                load(
                        List.of(BELL),
                        "settings.has(\"tone\"); return () -> { throw new IllegalStateException(\"mute\"); };");
        var bell = BELL.guarded(plugin, plugin.points().getFirst(), DEADLINE).orElseThrow();
        assertThatThrownBy(bell::getAsInt)
                .isInstanceOf(PluginFault.class)
                .hasMessageContaining("ring() threw java.lang.IllegalStateException: mute");
        plugin.retire();
    }

    @Test
    void aKindThatTheServerDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> load(PlacementKinds.ALL, "return () -> 1;"))
                .isInstanceOf(BadArchiveException.class)
                .hasMessageContaining("is not a factory of a plugin point of this server");
    }
}

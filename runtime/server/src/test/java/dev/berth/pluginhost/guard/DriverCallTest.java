package dev.berth.pluginhost.guard;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.berth.plugin.lamp.Lamp;
import dev.berth.plugin.lamp.LampFactory;
import dev.berth.pluginhost.PluginReport;
import dev.berth.pluginhost.TestPlugin;
import dev.berth.pluginhost.load.PluginLoading;
import dev.berth.protocol.plugin.PluginArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that act on the world: a kind of them is a record, and the package of its factory. */
class DriverCallTest {
    private static final Duration LOADING = Duration.ofSeconds(20);
    private static final DriverCall.Timing TIMING =
            new DriverCall.Timing(
                    Duration.ofSeconds(20), Duration.ofMillis(1), Duration.ofMillis(4), 3);

    private static final PluginKind<LampFactory, Lamp> LAMP =
            new PluginKind<>(
                    "lamp",
                    "lamp",
                    LampFactory.class,
                    LampFactory::type,
                    LampFactory::create,
                    (plugin, lamp, deadline) -> new GuardedLamp(plugin, lamp, TIMING),
                    "none");

    /** How a driver is guarded: each method is one call. */
    private record GuardedLamp(LoadedPlugin plugin, Lamp lamp, DriverCall.Timing timing)
            implements Lamp {
        @Override
        public CompletionStage<String> light(String colour) {
            return DriverCall.of(plugin, "light()", timing, () -> lamp.light(colour));
        }

        @Override
        public void close() {
            lamp.close();
        }
    }

    @TempDir private Path folder;

    /**
     * @param light the body of the method; {@code attempt} counts from 1
     */
    private LoadedPlugin load(String light) throws Exception {
        var source =
                """
                package test;
                import java.util.concurrent.CompletableFuture;
                @org.pf4j.Extension
                public class Neon implements dev.berth.plugin.lamp.LampFactory {
                    public String type() { return "neon"; }
                    public dev.berth.plugin.lamp.Lamp create(
                            dev.berth.plugin.Settings settings,
                            dev.berth.plugin.PluginContext context) {
                        return new dev.berth.plugin.lamp.Lamp() {
                            private int attempt;
                            public synchronized java.util.concurrent.CompletionStage<String> light(
                                    String colour) {
                                attempt++;
                                %s
                            }
                            public void close() {
                                try {
                                    java.nio.file.Files.createFile(
                                            java.nio.file.Path.of("%s", "closed"));
                                } catch (java.io.IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            }
                        };
                    }
                }
                """
                        .formatted(light, folder);
        var file = new TestPlugin("lamps", "1.0.0", "1.0.0", Map.of("Neon", source)).in(folder);
        return new PluginLoading(LOADING, List.of(LAMP), folder.resolve("data"))
                .load(PluginArchive.read(file), false, ConfigFactory.empty().root());
    }

    /** Plugins are closed by a thread of their own. */
    private void awaitClosed() {
        var deadline = Instant.now().plus(LOADING);
        while (Files.notExists(folder.resolve("closed"))) {
            assertThat(Instant.now()).as("closed in time").isBefore(deadline);
            Thread.yield();
        }
    }

    private static Lamp lamp(LoadedPlugin plugin) {
        return LAMP.guarded(plugin, plugin.points().getFirst(), LOADING).orElseThrow();
    }

    @Test
    void anAttemptThatFailsIsRepeatedAndSuccessMakesThePluginHealthy() throws Exception {
        var plugin =
                load(
                        """
                        if (attempt == 1) throw new IllegalStateException("no power");
                        return attempt == 2
                                ? CompletableFuture.failedFuture(new java.io.IOException("dark"))
                                : CompletableFuture.completedFuture(colour + " after " + attempt);
                        """);

        var answer = lamp(plugin).light("red").toCompletableFuture().get(20, SECONDS);

        assertThat(answer).isEqualTo("red after 3");
        var report = PluginReport.of(plugin, "lamps.jar");
        assertThat(report.health()).isEqualTo(PluginReport.Health.HEALTHY);
        assertThat(report.figures().faults()).isEqualTo(2);
        assertThat(report.lastError().reason())
                .isEqualTo("light() failed with java.io.IOException: dark");
        plugin.retire();
        awaitClosed();
    }

    @Test
    void afterTheLastAttemptTheCallFailsAndThePluginIsShownUnhealthy() throws Exception {
        var plugin = load("throw new IllegalStateException(\"no power \" + attempt);");

        var answer = lamp(plugin).light("red").toCompletableFuture();

        assertThatThrownBy(() -> answer.get(20, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("light() threw java.lang.IllegalStateException: no power 3");
        assertThat(PluginReport.of(plugin, "lamps.jar").health())
                .isEqualTo(PluginReport.Health.UNHEALTHY);
        plugin.retire();
        awaitClosed();
    }

    @Test
    void anAnswerThatNeverComesIsLate() throws Exception {
        var plugin = load("return new CompletableFuture<>();");
        var timing =
                new DriverCall.Timing(
                        Duration.ofMillis(20), Duration.ofMillis(1), Duration.ofMillis(1), 2);
        var lamp = (Lamp) plugin.points().getFirst().made();

        var answer = DriverCall.of(plugin, "light()", timing, () -> lamp.light("red"));

        assertThatThrownBy(() -> answer.get(20, SECONDS))
                .hasRootCauseMessage("light() did not end within 20 ms");
        assertThat(plugin.faults()).isEqualTo(2);
        plugin.retire();
        awaitClosed();
    }

    @Test
    void aRetiredPluginIsClosedWhenItsLastCallHasEndedAndOnlyOnce() throws Exception {
        var plugin = load("return new CompletableFuture<>();");
        var lamp = (Lamp) plugin.points().getFirst().made();
        CompletableFuture<String> answer =
                DriverCall.of(plugin, "light()", TIMING, () -> lamp.light("red"));

        plugin.retire();
        assertThat(plugin.isClosed()).isFalse();
        assertThat(folder.resolve("closed")).doesNotExist();

        answer.cancel(false);
        assertThat(plugin.isClosed()).isTrue();
        awaitClosed();
        assertThatThrownBy(
                        () ->
                                DriverCall.of(plugin, "light()", TIMING, () -> lamp.light("red"))
                                        .get(20, SECONDS))
                .hasRootCauseMessage("The plugin " + plugin + " is closed.");
    }
}

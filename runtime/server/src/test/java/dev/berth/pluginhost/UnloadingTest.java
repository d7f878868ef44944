package dev.berth.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.pluginhost.guard.PluginFault;
import dev.berth.pluginhost.placement.GuardedPreference;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnloadingTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir private Path folder;

    @Test
    void theLoaderOfARemovedPluginBecomesUnreachableAndItsFileIsFree() throws Exception {
        try (var fixture = PluginsFixture.in(folder)) {
            fixture.drop(
                    TestPlugin.of("mine")
                            .strategy(
                                    "mine",
                                    "if (instance == null) throw new Error() { }; return 1;")
                            .scheduler("whole", "return null;"));
            var loader = useOnce(fixture);
            assertThat(open()).noneMatch(file -> file.contains("mine.jar"));
            assertThat(loader.get()).isNotNull();
            fixture.remove("mine.jar");
            awaitCleared(loader);
        }
    }

    @Test
    void theLoaderOfAReplacedPluginBecomesUnreachable() throws Exception {
        try (var fixture = PluginsFixture.in(folder)) {
            fixture.drop(TestPlugin.of("mine").strategy("mine", "return 1;"));
            var loader = useOnce(fixture);
            fixture.drop(TestPlugin.of("mine").version("2.0.0").strategy("mine", "return 2;"));
            awaitCleared(loader);
            assertThat(fixture.report("mine").source().version()).isEqualTo("2.0.0");
        }
    }

    /** Apart, so that no local variable keeps what it has used. */
    private static WeakReference<ClassLoader> useOnce(PluginsFixture fixture) {
        try (var use =
                fixture.inventory.placement().open("default", PluginsFixture.strategy("mine"))) {
            var guarded = (GuardedPreference) PluginsFixture.preference(use);
            try {
                guarded.weight(null, null);
            } catch (PluginFault fault) {
                use.failed(fault);
            }
            return new WeakReference<>(guarded.preference().getClass().getClassLoader());
        }
    }

    private static void awaitCleared(WeakReference<ClassLoader> loader) {
        var deadline = Instant.now().plus(DEADLINE);
        while (loader.get() != null) {
            assertThat(Instant.now()).as("the loader is still reachable").isBefore(deadline);
            System.gc();
            Thread.onSpinWait();
        }
    }

    private static java.util.List<String> open() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.map(
                            file -> {
                                try {
                                    return Files.readSymbolicLink(file).toString();
                                } catch (IOException closedMeanwhile) {
                                    return "";
                                }
                            })
                    .toList();
        }
    }
}

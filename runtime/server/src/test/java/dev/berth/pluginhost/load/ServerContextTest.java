package dev.berth.pluginhost.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.pluginhost.PluginReport.Health;
import dev.berth.pluginhost.PluginsFixture;
import dev.berth.pluginhost.TestPlugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerContextTest {
    @TempDir private Path folder;

    @Test
    void aPluginHasItsOwnFolderMetersAndQueries() throws Exception {
        var plugin =
                TestPlugin.of("keen")
                        .point(
                                "PlacementStrategy",
                                "keen",
                                """
                                context.logger().info("made");
                                context.meters().add("made", 2);
                                context.meters().set("level", 0.5);
                                try {
                                    java.nio.file.Files.writeString(
                                            context.dataFolder().resolve("kept"), "x");
                                    context.queries().compile("attribute:stack exists");
                                } catch (Exception reason) {
                                    throw new IllegalStateException(reason);
                                }
                                return field -> (task, instance) -> 0;
                                """);
        try (var fixture = PluginsFixture.in(folder)) {
            fixture.drop(plugin);
            var report = fixture.report("keen");
            assertThat(report.lastError()).isNull();
            assertThat(report.figures().counters()).containsEntry("made", 2.0);
            assertThat(report.figures().gauges()).containsEntry("level", 0.5);
            var own = folder.resolve("data").resolve("keen");
            assertThat(own.resolve("kept")).hasContent("x");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aNameThatIsNotAMeterIsTheFaultOfThePlugin() throws Exception {
        try (var fixture = PluginsFixture.in(folder)) {
            fixture.drop(
                    TestPlugin.of("odd")
                            .point(
                                    "PlacementStrategy",
                                    "odd",
                                    "context.meters().add(\"a{b=1}\", 1); return null;"));
            assertThat(fixture.report("odd").health()).isEqualTo(Health.UNHEALTHY);
            assertThat(fixture.report("odd").lastError().reason())
                    .contains("Not a name for this meter");
        }
    }
}

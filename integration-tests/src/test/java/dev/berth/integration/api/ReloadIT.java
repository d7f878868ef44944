package dev.berth.integration.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.installation.PluginJar;
import dev.berth.integration.testbed.Await;
import dev.berth.integration.testbed.Command;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Changed settings of a plugin reach a running server. */
@OnEmbeddedDatabase
class ReloadIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOKEN = "reload-token-of-the-test-0123456789";

    /** Its gauges are its settings. When it is closed, it writes its level to a file. */
    private static final String TUNED =
            """
            import dev.berth.plugin.*;
            import dev.berth.plugin.placement.*;
            import java.nio.file.*;
            import java.util.*;

            @org.pf4j.Extension
            public class Tuned implements PlacementStrategyFactory {
                public String type() { return "tuned"; }

                public PlacementStrategy create(Settings settings, PluginContext context) {
                    long level = settings.wholeNumber("level", 0, 0, 9);
                    context.meters().set("share", settings.number("share", 0, 0, 1));
                    context.meters().set("level", level);
                    class Strategy implements PlacementStrategy, AutoCloseable {
                        public Preference preference(Optional<String> field) {
                            return (task, instance) -> level;
                        }

                        public void close() throws Exception {
                            Files.writeString(
                                    context.dataFolder().resolve("closed"),
                                    level + ";",
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.APPEND);
                        }
                    }
                    return new Strategy();
                }
            }
            """;

    private final Lab lab;
    private final HttpClient http = HttpClient.newHttpClient();

    ReloadIT(Lab lab) {
        this.lab = lab;
    }

    @Test
    void changedSettingsApplyAndAWrongSectionIsRefusedAsAWhole() throws Exception {
        try (var server = lab.server("reload")) {
            var config = server.data().resolve("berth.conf");
            var before = Files.readString(config);
            PluginJar.install(server.data().resolve("plugins"), "Tuned", TUNED);
            configure(config, before, "level = 1, share = 0.25");
            server.start();
            assertThat(gauges(server)).isEqualTo("level 1.0, share 0.25");

            configure(config, before, "level = 2, share = 0.5");
            Command.run("kill", "-HUP", Long.toString(server.process().pid()));
            Await.until(
                    "SIGHUP to apply the settings",
                    SOON,
                    () -> gauges(server).equals("level 2.0, share 0.5"));
            Await.until("the plugin before to be closed", SOON, () -> closed(server).equals("1;"));

            configure(config, before, "share = 0.75,\n  level = 10");
            var refused = reload(server, TOKEN);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body())
                    .contains(
                            "berth.conf: " + lineOf(config, "level = 10"),
                            "plugins.settings.tuned.level: expected a whole number from 0 to 9");
            assertThat(gauges(server)).isEqualTo("level 2.0, share 0.5");
            assertThat(get(server, "/berth/v1/plugins", TOKEN).body())
                    .containsPattern("\"name\":\"tuned\".*?\"health\":\"healthy\"");

            configure(config, before, "level = ");
            assertThat(reload(server, TOKEN).statusCode()).isEqualTo(400);
            assertThat(gauges(server)).isEqualTo("level 2.0, share 0.5");
            assertThat(reload(server, "another").statusCode()).isEqualTo(403);

            configure(config, before, "level = 3");
            assertThat(reload(server, TOKEN).statusCode()).isEqualTo(200);
            assertThat(gauges(server)).isEqualTo("level 3.0, share 0.0");
            Await.until("the plugin to be closed", SOON, () -> closed(server).equals("1;2;"));
            assertThat(reload(server, TOKEN).statusCode()).isEqualTo(200);

            server.stop();
            assertThat(closed(server)).isEqualTo("1;2;3;");
        }
    }

    @Test
    void aDefaultStrategyThatNoPluginOffersIsWarnedOfAtTheStart() throws Exception {
        try (var server = lab.server("unknown-strategy")) {
            var config = server.data().resolve("berth.conf");
            Files.writeString(
                    config,
                    Files.readString(config)
                            + "placement.default-strategy = [{ type = binpak }]\n");
            server.start();
            var warning = "placement.default-strategy: There is no placement strategy binpak.";
            assertThat(server.process().lines())
                    .anySatisfy(line -> assertThat(line).contains(warning));
            server.stop();
            var doctor = server.doctor();
            assertThat(doctor).anySatisfy(line -> assertThat(line).contains("warning", warning));
        }
    }

    private static void configure(Path config, String before, String section) throws IOException {
        Files.writeString(
                config,
                before
                        + "admin.token = \"%s\"\nplugins.settings.tuned {\n  %s\n}\n"
                                .formatted(TOKEN, section));
    }

    private static int lineOf(Path config, String text) throws IOException {
        var lines = Files.readAllLines(config);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        throw new AssertionError(text);
    }

    private static String closed(BerthServer server) throws IOException {
        var file = server.data().resolve("plugin-data/tuned/closed");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** The gauges of the plugin, as {@code /metrics} shows them. */
    private String gauges(BerthServer server) throws Exception {
        var metrics = get(server, "/metrics", TOKEN).body();
        return "level %s, share %s".formatted(gauge(metrics, "level"), gauge(metrics, "share"));
    }

    private static String gauge(String metrics, String name) {
        var start = "berth_plugin_gauge{name=\"" + name + "\",plugin=\"tuned\"} ";
        return metrics.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst()
                .orElse("missing");
    }

    private HttpResponse<String> get(BerthServer server, String path, String token)
            throws Exception {
        return send(HttpRequest.newBuilder(server.endpoint().resolve(path)).GET(), token);
    }

    private HttpResponse<String> reload(BerthServer server, String token) throws Exception {
        return send(
                HttpRequest.newBuilder(server.endpoint().resolve("/-/reload"))
                        .POST(BodyPublishers.noBody()),
                token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String token) throws Exception {
        return http.send(
                request.header("Authorization", "Bearer " + token).timeout(SOON).build(),
                BodyHandlers.ofString());
    }
}

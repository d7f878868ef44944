package dev.berth.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.integration.installation.AwsCli;
import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.FakeAgents;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import dev.berth.integration.testbed.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin from its first line to its removal, by what its author and its users type. */
@OnEmbeddedDatabase
class PluginTaleIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path BERTH = ROOT.resolve("target/berth/bin/berth");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Lab lab;
    @TempDir Path folder;

    PluginTaleIT(Lab lab) {
        this.lab = lab;
    }

    @Test
    void aSchedulerIsBegunBuiltDroppedUsedReplacedAndRemoved() throws Exception {
        var project = folder.resolve("first-fit");
        run(BERTH.toString(), "plugin", "new", "first-fit", "--dir", project.toString());
        var jar = build(project, "1.0.0");

        try (var server = lab.server("plugins").start();
                var ecs = new Ecs(server, Installation.CLUSTER)) {
            ecs.client().createCluster(r -> r.clusterName(Installation.CLUSTER));
            try (var _ = FakeAgents.start(lab.bench(), server, Installation.CLUSTER, 2, f -> f)) {
                ecs.register("small", Containers.idle("main").memory(16));
                assertThat(place(server, "type=first-fit").errors())
                        .contains("InvalidParameterException", "first-fit");

                Files.copy(jar, server.data().resolve("plugins/first-fit.jar"));
                Await.until("the plugin", SOON, () -> lists(server, "1.0.0"));
                assertThat(place(server, "type=first-fit").exitCode()).isZero();
                assertThat(place(server, "type=random,field=scheduler:first-fit").exitCode())
                        .isZero();
                assertThat(berth(server, "plugin", "list"))
                        .contains("first-fit", "scheduler first-fit", "healthy")
                        .contains("scheduler-spread", "strategy spread");

                var newer = build(project, "1.1.0");
                assertThat(berth(server, "plugin", "install", newer.toString()))
                        .contains("first-fit 1.1.0 is installed and loaded.");
                assertThat(lists(server, "1.1.0")).isTrue();
                assertThat(outcome(berthWith(server, "plugin", "new", "first-fit")).errors())
                        .contains("used by an installed plugin");
                assertThat(place(server, "type=first-fit").exitCode()).isZero();

                var foreign = requiring(project, "9.0.0");
                assertThat(refusal(server, "plugin", "install", foreign.toString()))
                        .contains("refused first-fit 1.1.0", "9.0.0")
                        .contains("The plugins folder is unchanged");
                assertThat(place(server, "type=first-fit").exitCode()).isZero();

                berth(server, "plugin", "remove", "first-fit");
                assertThat(lists(server, "1.1.0")).isFalse();
                assertThat(place(server, "type=first-fit").exitCode()).isNotZero();
            }
        }
    }

    /** With its contract test, by Maven, against the repository of the distribution. */
    private static Path build(Path project, String version) throws Exception {
        var pom = project.resolve("pom.xml");
        var text = Files.readString(pom);
        Files.writeString(
                pom,
                text.replaceFirst(
                        "<version>1\\.\\d\\.0</version>", "<version>" + version + "</version>"));
        run(ROOT.resolve("mvnw").toString(), "-B", "-q", "-f", pom.toString(), "package");
        return project.resolve("target/first-fit-" + version + ".jar");
    }

    /** The same version again, for another version of the plugin API. */
    private static Path requiring(Path project, String api) throws Exception {
        var pom = project.resolve("pom.xml");
        var text = Files.readString(pom);
        Files.writeString(
                pom,
                text.replace(
                        "<Plugin-Requires>1.0.0</Plugin-Requires>",
                        "<Plugin-Requires>" + api + "</Plugin-Requires>"));
        return build(project, "1.1.0");
    }

    private static String refusal(BerthServer server, String... words) {
        var outcome = outcome(berthWith(server, words));
        assertThat(outcome.exitCode()).isEqualTo(1);
        return outcome.errors();
    }

    private static boolean lists(BerthServer server, String version) throws Exception {
        var listed = JSON.readTree(berth(server, "plugin", "list", "-o", "json")).path("plugins");
        for (JsonNode plugin : listed) {
            if (plugin.path("name").asText().equals("first-fit")) {
                return plugin.path("version").asText().equals(version);
            }
        }
        return false;
    }

    private static String berth(BerthServer server, String... words) {
        return run(berthWith(server, words));
    }

    private static String[] berthWith(BerthServer server, String... words) {
        var command = new ArrayList<>(List.of(BERTH.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", server.data().toString()));
        return command.toArray(String[]::new);
    }

    private static String run(String... command) {
        var outcome = outcome(command);
        assertThat(outcome.exitCode())
                .as("%s%n%s%n%s", List.of(command), outcome.output(), outcome.errors())
                .isZero();
        return outcome.output();
    }

    private static Command.Outcome outcome(String... command) {
        var java = Map.of("JAVA_HOME", System.getProperty("java.home"));
        return new Command(List.of(command), java).outcome();
    }

    private static Command.Outcome place(BerthServer server, String strategy) {
        var keys = server.credentials().resolveCredentials();
        return new Command(
                        List.of(
                                AwsCli.program(),
                                "ecs",
                                "run-task",
                                "--task-definition",
                                "small",
                                "--placement-strategy",
                                strategy),
                        Map.of(
                                "AWS_ENDPOINT_URL", server.endpoint().toString(),
                                "AWS_DEFAULT_REGION", "us-east-1",
                                "AWS_ACCESS_KEY_ID", keys.accessKeyId(),
                                "AWS_SECRET_ACCESS_KEY", keys.secretAccessKey(),
                                "AWS_EC2_METADATA_DISABLED", "true"))
                .outcome();
    }
}

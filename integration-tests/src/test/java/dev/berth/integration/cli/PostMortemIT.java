package dev.berth.integration.cli;

import static dev.berth.integration.installation.Ecs.container;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import dev.berth.integration.testbed.Command;
import dev.berth.integration.testbed.Command.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.Task;

/** {@code berth task}: how tasks ended on a Docker host, also when the API knows them no more. */
@OnEmbeddedDatabase
class PostMortemIT {
    private static final Path BERTH =
            Path.of("../target/berth/bin/berth").toAbsolutePath().normalize();

    private static final Map<String, String> JAVA =
            Map.of("JAVA_HOME", System.getProperty("java.home"));

    /** An environment value, which is nobody's business. */
    private static final String SECRET = "hunter-two";

    private final Lab lab;
    private Installation berth;
    private Ecs ecs;

    PostMortemIT(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void install() {
        berth = lab.install("post-mortem", "a");
        ecs = berth.ecs();
    }

    @AfterEach
    void remove() {
        berth.close();
    }

    @Test
    void howTasksEndedIsShownUntilLongAfterTheApiHasForgottenThem() throws Exception {
        var hungry =
                Containers.shell("main", "echo eats; exec tail -c 60m /dev/zero")
                        .memory(20)
                        .environment(Containers.variable("PASSWORD", SECRET));
        var sick =
                Containers.shell("main", "echo serves; trap 'exit 0' TERM; sleep 100000 & wait")
                        .healthCheck(
                                h ->
                                        h.command("CMD-SHELL", "echo not today; exit 1")
                                                .interval(5)
                                                .retries(1));
        var failing = Containers.shell("main", "seq 1 60; sleep 0.5; echo wrong >&2; exit 3");
        var unhealthy = ecs.run(ecs.register("sick", sick));
        var oom = ecs.run(ecs.register("oom", hungry));
        var failed = ecs.run(ecs.register("failed", failing));
        var killed = ecs.awaitRunning(ecs.run(ecs.register("killed", Containers.idle("main"))));
        berth.hostOf(killed)
                .client()
                .killContainerCmd(killed.containers().getFirst().runtimeId())
                .exec();

        ecs.awaitRunning(unhealthy);
        Await.until(
                "the health check to fail",
                Duration.ofSeconds(60),
                () ->
                        container(ecs.describe(unhealthy.taskArn()), "main").healthStatus()
                                == HealthStatus.UNHEALTHY);
        assertThat(shown(unhealthy))
                .as("its agent is asked while it runs")
                .contains("status       RUNNING", "UNHEALTHY", "not today", "    serves");
        ecs.stop(unhealthy, "enough of it");
        for (var task : List.of(unhealthy, oom, failed, killed)) ecs.awaitStopped(task);
        for (var task : List.of(unhealthy, oom, failed, killed)) awaitPostMortem(task);

        berth.agents().getFirst().kill();
        forget(List.of(unhealthy, oom, failed, killed));

        assertThat(shown(oom))
                .contains("Container main: exit code 137 (SIGKILL), out of memory")
                .contains("OutOfMemoryError: Container killed due to memory usage")
                .contains("logs         the last line:", "    eats")
                .doesNotContain(SECRET);
        assertThat(shown(failed))
                .contains("reason       EssentialContainerExited: Essential container in task")
                .contains("Container main: exit code 3", "err | wrong", "out | 60")
                .contains("the last 50 lines")
                .doesNotContain("out | 10\n")
                .contains("created", "pull started", "running", "stopped");
        assertThat(shown(unhealthy))
                .contains("reason       UserInitiated: enough of it")
                .contains("health       UNHEALTHY, the last", "exit code 1  not today");
        assertThat(shown(killed))
                .contains("Container main: exit code 137 (SIGKILL)\n")
                .contains("logs         none");

        var json = new JsonMapper().readTree(berthTask("-o", "json", failed.taskArn()).output());
        assertThat(json.at("/containers/0/logLines")).hasSize(50);
        assertThat(json.at("/timeline/stoppedAt").asText()).isNotEmpty();
        var gone = berthTask("feedbeef");
        assertThat(gone.exitCode()).isEqualTo(10);
        assertThat(gone.errors()).contains("There is no task feedbeef in cluster default.");
    }

    /** In the journal, and not from the agent that is asked now. */
    private void awaitPostMortem(Task task) {
        var id = id(task);
        Await.until(
                "the agent to have told of " + id,
                Duration.ofSeconds(30),
                () -> {
                    var file =
                            berth.server().data().resolve("agents/default-a/tasks/" + id + ".json");
                    return Files.readString(file).contains("\"taken\":true");
                });
    }

    /** A server that keeps nothing in the API starts on the same data. */
    private void forget(List<Task> tasks) throws Exception {
        berth.server().stop();
        Files.writeString(
                berth.server().data().resolve("berth.conf"),
                "\nretention.stopped-tasks = 1 second\n",
                StandardOpenOption.APPEND);
        berth.server().start();
        var arns = tasks.stream().map(Task::taskArn).toList();
        Await.until(
                "the API to forget", Duration.ofSeconds(60), () -> ecs.describe(arns).isEmpty());
    }

    private String shown(Task task) {
        var outcome = berthTask(id(task).substring(0, 12));
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        return outcome.output();
    }

    private Outcome berthTask(String... arguments) {
        var words = new ArrayList<>(List.of(BERTH.toString(), "task"));
        words.addAll(List.of("--data", berth.server().data().toString()));
        words.addAll(List.of(arguments));
        return new Command(words, JAVA).outcome();
    }

    private static String id(Task task) {
        return task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    }
}

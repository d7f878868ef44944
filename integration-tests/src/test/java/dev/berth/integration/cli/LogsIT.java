package dev.berth.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Command;
import dev.berth.integration.testbed.Command.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Task;

/** {@code berth logs}, from a container on a Docker host to the terminal. */
@OnEmbeddedDatabase
class LogsIT {
    private static final Path BERTH =
            Path.of("../target/berth/bin/berth").toAbsolutePath().normalize();

    private static final Map<String, String> JAVA =
            Map.of("JAVA_HOME", System.getProperty("java.home"));

    private final Lab lab;
    private final Installation berth;
    private final Ecs ecs;

    LogsIT(Lab lab) {
        this.lab = lab;
        berth = lab.shared();
        ecs = berth.ecs();
    }

    @AfterEach
    void clearUp() {
        ecs.stopEverything();
    }

    @Test
    void whatContainersWroteIsShownWithTheirNamesAndInItsStream() {
        var one = Containers.shell("one", "echo first; echo wrong >&2; echo last");
        var other = Containers.shell("other", "seq 1 2000");
        var task = ecs.awaitStopped(ecs.run(ecs.register("logs", one, other)));
        var id = id(task);

        var all = logs(id.substring(0, 12));
        assertThat(all.output()).contains("one   | first", "one   | last", "other | 2000");
        assertThat(all.errors()).isEqualToIgnoringNewLines("one   | wrong");

        assertThat(logs("--container", "one", task.taskArn()).output().lines())
                .containsExactly("first", "last");
        assertThat(logs("--container", "other", id).output().lines()).hasSize(2000);
        assertThat(logs("--container", "other", "--tail", "2", id).output().lines())
                .containsExactly("1999", "2000");
        assertThat(logs("--container", "one", "-t", "--since", "1h", id).output())
                .containsPattern("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z first");
    }

    @Test
    void followingContinuesUntilTheContainerEnds() throws Exception {
        var main =
                Containers.shell(
                        "main", "echo begins; until [ -e /go ]; do sleep 0.1; done; echo ends");
        var task = ecs.awaitRunning(ecs.run(ecs.register("follow", main)));

        var following = new ProcessBuilder(command("-f", id(task)).words());
        following.environment().putAll(JAVA);
        var process = following.redirectErrorStream(true).start();
        try (var output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("begins");
            var docker = berth.hostOf(task).client();
            var touch =
                    docker.execCreateCmd(task.containers().getFirst().runtimeId())
                            .withCmd("touch", "/go")
                            .exec();
            docker.execStartCmd(touch.getId()).start().awaitCompletion();
            assertThat(output.readLine()).isEqualTo("ends");
            assertThat(output.readLine()).isNull();
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aServerThatWasKilledReadsTheLogsAgainOnceItIsBack() {
        try (var own = lab.install("logs-kill", "a")) {
            var tasks = own.ecs();
            var main = Containers.shell("main", "seq 1 50; exec sleep 100000");
            var task = tasks.awaitRunning(tasks.run(tasks.register("killed", main)));

            own.server().kill();
            own.server().start();

            var read = command(own, "--tail", "5", id(task)).outcome();
            assertThat(read.exitCode()).as(read.errors()).isZero();
            assertThat(read.output().lines()).containsExactly("46", "47", "48", "49", "50");
            tasks.stopEverything();
        }
    }

    @Test
    void whatIsNotThereIsSaid() {
        var main = Containers.shell("main", "true");
        var task = ecs.awaitStopped(ecs.run(ecs.register("gone", main)));
        berth.hostOf(task)
                .client()
                .removeContainerCmd(task.containers().getFirst().runtimeId())
                .exec();

        var gone = logs(id(task));
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.errors()).contains("The container was removed from its host.");
        assertThat(logs("none").errors()).contains("No task none in cluster default.");
        assertThat(logs("--since", "soon", id(task)).exitCode()).isEqualTo(2);
    }

    private Outcome logs(String... arguments) {
        return command(arguments).outcome();
    }

    private Command command(String... arguments) {
        return command(berth, arguments);
    }

    private static Command command(Installation of, String... arguments) {
        var words = new ArrayList<>(List.of(BERTH.toString(), "logs"));
        words.addAll(List.of("--data", of.server().data().toString()));
        words.addAll(List.of(arguments));
        return new Command(words, JAVA);
    }

    private static String id(Task task) {
        return task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    }
}

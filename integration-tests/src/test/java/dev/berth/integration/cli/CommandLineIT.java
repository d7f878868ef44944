package dev.berth.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.integration.installation.AwsCli;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Bench;
import dev.berth.integration.testbed.BusyboxImage;
import dev.berth.integration.testbed.Command;
import dev.berth.integration.testbed.Command.Outcome;
import dev.berth.integration.testbed.DockerHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code bin/berth} as it is distributed, on a Docker host of its own. */
@OnEmbeddedDatabase
class CommandLineIT {
    private static final Path BERTH =
            Path.of("../target/berth/bin/berth").toAbsolutePath().normalize();
    private static final String CONTAINERS =
            """
            [{"name":"main","image":"%s","memory":16,"portMappings":[{"containerPort":80}],\
            "command":["sh","-c","trap \\"exit 0\\" TERM; sleep 100000 & wait"]}]"""
                    .formatted(BusyboxImage.NAME);

    private final Bench bench;
    private final DockerHost host;
    private final Path data;

    CommandLineIT(Lab lab) {
        bench = lab.bench();
        host = bench.host("cli");
        data = bench.workspace().resolve("cli");
    }

    @AfterEach
    void down() {
        berth("down");
        host.removeContainers(Map.of());
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES) // it starts server and agent three times
    void processesOfUpKeepRunningAndDownStopsNothingElse() throws Exception {
        var port = freePort();
        assertThat(up(port)).satisfies(CommandLineIT::succeeded);
        var status = status();
        assertThat(status.at("/server/endpoint").asText()).isEqualTo("http://127.0.0.1:" + port);
        assertThat(status.at("/server/ready").asBoolean()).isTrue();
        assertThat(status.at("/agents/0/dockerHost").asText()).isEqualTo(host.url());
        assertThat(isAlive(status.at("/server/pid")) && isAlive(status.at("/agents/0/pid")))
                .isTrue();

        runTask();
        var container = ourContainer();
        var foreign = foreignContainer();
        assertThat(berth("ps").output()).contains("job:1", "RUNNING", "->80/tcp", "connected");
        assertThat(up(port, "--fresh").exitCode()).isEqualTo(7);

        assertThat(berth("down").output()).contains("The containers of 1 task keep running");
        assertThat(isAlive(status.at("/server/pid")) || isAlive(status.at("/agents/0/pid")))
                .isFalse();
        assertThat(isRunning(container) && isRunning(foreign)).isTrue();
        assertThat(up(port, "--fresh").exitCode()).isEqualTo(7);

        assertThat(up(port)).satisfies(CommandLineIT::succeeded);
        assertThat(berth("ps").output()).contains("job:1", "RUNNING");
        assertThat(ourContainer()).isEqualTo(container);

        var unknown = strayContainer(status().at("/agents/0/containerInstanceArn").asText());
        assertThat(berth("down", "--stop-tasks").output())
                .contains("stopped 1 task", "1 container of tasks that the server does not know");
        assertThat(isRunning(unknown)).isTrue();
        host.client().removeContainerCmd(unknown).withForce(true).exec();
        assertThat(isRunning(container)).isFalse();
        assertThat(isRunning(foreign)).isTrue();

        assertThat(up(port, "--fresh").output())
                .contains("the old data folder is now " + data + ".");
        assertThat(berth("ps").output()).contains("no tasks");
    }

    @Test
    void aTakenPortIsRefusedWithTheProcessThatHasIt() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var outcome = up(taken.getLocalPort());

            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.errors())
                    .contains("(pid " + ProcessHandle.current().pid() + ")")
                    .contains("--port " + (taken.getLocalPort() + 1));
        }
        assertThat(berth("status").exitCode()).isEqualTo(4);
    }

    @Test
    void withoutAnEngineNothingIsStarted() {
        var outcome = berth("up", "--docker-host", "unix:///nowhere/docker.sock");

        assertThat(outcome.exitCode()).isEqualTo(5);
        assertThat(outcome.errors()).contains("no socket /nowhere/docker.sock");
        assertThat(berth("status").exitCode()).isEqualTo(4);
    }

    @Test
    void withoutAServerNothingIsThereToEval() {
        var outcome = berth("env");

        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors()).contains("berth up");
    }

    private Outcome up(int port, String... more) {
        var words = new ArrayList<>(List.of("up", "--port", Integer.toString(port)));
        words.addAll(List.of("--docker-host", host.url(), "--timeout", "50"));
        words.addAll(List.of(more));
        return berth(words.toArray(String[]::new));
    }

    private Outcome berth(String... words) {
        var command = new ArrayList<>(List.of(BERTH.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        var java = Map.of("JAVA_HOME", System.getProperty("java.home"));
        return new Command(command, java).outcome();
    }

    private JsonNode status() throws IOException {
        return new JsonMapper().readTree(berth("status", "-o", "json").output());
    }

    /** As a person would, with what {@code berth env} prints. */
    private void runTask() {
        var script =
                """
                set -e
                eval "$(%1$s env --data %2$s)"
                %3$s ecs register-task-definition --family job --container-definitions "$1"
                task=$(%3$s ecs run-task --task-definition job --query tasks[0].taskArn --output text)
                %3$s ecs wait tasks-running --tasks "$task"
                """
                        .formatted(BERTH, data, AwsCli.program());
        Command.of("sh", "-c", script, "sh", CONTAINERS)
                .with(
                        Map.of(
                                "JAVA_HOME", System.getProperty("java.home"),
                                "AWS_SESSION_TOKEN", "left over",
                                "AWS_PROFILE", "no-such-profile"))
                .output();
    }

    private String ourContainer() {
        var ours = host.containers(Map.of("com.amazonaws.ecs.task-definition-family", "job"));
        assertThat(ours).hasSize(1);
        return ours.getFirst().getId();
    }

    private String foreignContainer() {
        return container(Map.of());
    }

    /** As one whose task the server does not know. */
    private String strayContainer(String containerInstanceArn) {
        return container(Map.of("dev.berth.instance", containerInstanceArn));
    }

    private String container(Map<String, String> labels) {
        var client = host.client();
        var id =
                client.createContainerCmd(BusyboxImage.NAME)
                        .withCmd("sleep", "100000")
                        .withLabels(labels)
                        .exec()
                        .getId();
        client.startContainerCmd(id).exec();
        return id;
    }

    private boolean isRunning(String container) {
        return Boolean.TRUE.equals(
                host.client().inspectContainerCmd(container).exec().getState().getRunning());
    }

    private static boolean isAlive(JsonNode pid) throws IOException {
        var commandLine = Path.of("/proc", pid.asText(), "cmdline");
        return Files.exists(commandLine) && !Files.readString(commandLine).isEmpty();
    }

    private static void succeeded(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        assertThat(outcome.output()).contains("ACTIVE");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

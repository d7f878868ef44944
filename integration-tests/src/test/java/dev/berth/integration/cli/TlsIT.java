package dev.berth.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.AwsCli;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Bench;
import dev.berth.integration.testbed.BusyboxImage;
import dev.berth.integration.testbed.ChildProcess;
import dev.berth.integration.testbed.Command;
import dev.berth.integration.testbed.Command.Outcome;
import dev.berth.integration.testbed.DockerHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server with {@code server.tls} whose CA nobody knows but who was told. */
@OnEmbeddedDatabase
class TlsIT {
    private static final Path BERTH =
            Path.of("../target/berth/bin/berth").toAbsolutePath().normalize();
    private static final Map<String, String> JAVA =
            Map.of("JAVA_HOME", System.getProperty("java.home"));
    private static final String CONTAINERS =
            """
            [{"name":"main","image":"%s","memory":16,"stopTimeout":2,\
            "command":["sh","-c","echo nobody reads along; exec sleep 100000"]}]"""
                    .formatted(BusyboxImage.NAME);

    private final Bench bench;
    private final DockerHost host;
    private final Path data;

    TlsIT(Lab lab) {
        bench = lab.bench();
        host = bench.host("cli");
        data = bench.workspace().resolve("tls");
    }

    @BeforeEach
    void makeCertificate() throws IOException {
        Files.createDirectories(data);
        var script =
                """
                set -e
                cd "$1"
                ec="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
                openssl req -x509 $ec -days 2 -keyout ca.key -out ca.pem -subj /CN=ca \
                    -addext basicConstraints=critical,CA:TRUE
                openssl req $ec -keyout server.key -out server.csr -subj /CN=berth
                echo subjectAltName=IP:127.0.0.1 >server.ext
                openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial \
                    -days 2 -extfile server.ext -out server.pem
                """;
        Command.run("sh", "-c", script, "sh", data.toString());
        Files.writeString(
                data.resolve("berth.conf"),
                """
                server.tls { certificate = server.pem, key = server.key, ca-file = ca.pem }
                """);
    }

    @AfterEach
    void down() {
        berth("down");
        host.removeContainers(Map.of());
    }

    @Test
    void serverAgentAndClientsUseTlsAndAnUnknownCaIsExplained() throws Exception {
        var port = freePort();
        var endpoint = "https://127.0.0.1:" + port;
        var up = berth("up", "--port", "" + port, "--docker-host", host.url(), "--timeout", "50");
        assertThat(up.exitCode()).as(up.errors()).isZero();
        assertThat(up.output()).contains(endpoint, "ACTIVE");
        assertThat(berth("status").output()).contains(endpoint, "ready", "connected");
        assertThat(berth("env").output())
                .contains("export AWS_CA_BUNDLE=" + data.resolve("ca.pem"));

        var task = runTask();
        assertThat(berth("logs", task).output()).contains("nobody reads along");
        assertThat(berth("ps").output()).contains("tls:1", "RUNNING");

        anAgentWithoutTheCaSaysWhatToDo(endpoint);
    }

    /** As a person would, with what {@code berth env} prints. */
    private String runTask() {
        var script =
                """
                set -e
                eval "$(%1$s env --data %2$s)"
                %3$s ecs register-task-definition --family tls --container-definitions "$1" >/dev/null
                task=$(%3$s ecs run-task --task-definition tls --query tasks[0].taskArn --output text)
                %3$s ecs wait tasks-running --tasks "$task"
                echo "$task"
                """
                        .formatted(BERTH, data, AwsCli.program());
        return Command.of("sh", "-c", script, "sh", CONTAINERS).with(JAVA).output().strip();
    }

    private void anAgentWithoutTheCaSaysWhatToDo(String endpoint) {
        var command = new ArrayList<>(List.of(BERTH.toString(), "agent", "--server", endpoint));
        command.addAll(List.of("--docker-host", host.url(), "--metadata-address", "off"));
        command.addAll(List.of("--introspection-port", "0", "--data", data.toString()));
        command.addAll(List.of("--state", data.resolve("agents/stranger").toString()));
        var agent =
                ChildProcess.start(
                        "agent without the CA",
                        bench.workspace().resolve("tls-stranger.log"),
                        command,
                        variables -> {
                            variables.keySet().removeIf(name -> name.startsWith("AWS_"));
                            variables.putAll(JAVA);
                        });
        try {
            agent.await(
                    "say what to do",
                    Duration.ofSeconds(30),
                    () ->
                            agent.lines().stream()
                                    .anyMatch(
                                            line ->
                                                    line.contains("The certificate of " + endpoint)
                                                            && line.contains("--ca-file FILE")));
        } finally {
            agent.kill();
        }
    }

    private Outcome berth(String... words) {
        var command = new ArrayList<>(List.of(BERTH.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        return new Command(command, JAVA).outcome();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

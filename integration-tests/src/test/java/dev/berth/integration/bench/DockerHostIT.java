package dev.berth.integration.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The bench itself: if this fails, no other failure means anything. */
class DockerHostIT {
    private static final Map<String, String> LABELS = Map.of("dev.berth.test", "bench");
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final Bench BENCH = Bench.claim();

    @AfterAll
    static void remove() {
        BENCH.close();
    }

    @Test
    void publishedPortsAnswerAtTheAddressOfTheirHostOnly() {
        var one = BENCH.host("a");
        var other = BENCH.host("b");

        startWeb(one, 8001, "one");
        startWeb(other, 8001, "other");

        Await.holds("one", DEADLINE, () -> assertThat(get(one, 8001)).isEqualTo("one\n"));
        Await.holds("other", DEADLINE, () -> assertThat(get(other, 8001)).isEqualTo("other\n"));
        assertThat(one.containers(LABELS)).hasSize(1);
        assertThat(other.containers(LABELS)).hasSize(1);
    }

    @Test
    void containersOutliveTheirDaemon() {
        var host = BENCH.host("c");
        startWeb(host, 8001, "alive");

        host.kill();
        Await.holds("the page", DEADLINE, () -> assertThat(get(host, 8001)).isEqualTo("alive\n"));

        host.restart();
        assertThat(host.containers(LABELS))
                .singleElement()
                .satisfies(container -> assertThat(container.getState()).isEqualTo("running"));
    }

    @Test
    void aFrozenDaemonAnswersOnceItIsThawed() throws Exception {
        var host = BENCH.host("c");

        host.freeze();
        var answer = CompletableFuture.supplyAsync(() -> host.client().versionCmd().exec());
        assertThat(answer.completeOnTimeout(null, 500, TimeUnit.MILLISECONDS).get()).isNull();

        host.thaw();
        assertThat(host.client().versionCmd().exec().getVersion()).isNotBlank();
    }

    @Test
    void nothingOfABenchIsLeftOnTheMachine() throws IOException {
        var bench = Bench.claim();
        var host = bench.host("a");
        startWeb(host, 8001, "gone");

        Leftovers.remove(bench); // as the next run does after this one was aborted

        assertThat(Files.readString(Path.of("/proc/self/mounts")))
                .doesNotContain(bench.folder() + "/", bench.workspace().resolve("docker") + "/");
        assertThat(Command.run("ip", "netns", "list")).doesNotContain(bench.namespace("a"));
        assertThat(Command.run("ip", "link", "show")).doesNotContain(bench.bridge() + ":");
        assertThat(bench.folder()).doesNotExist();
        assertThat(
                        ProcessHandle.allProcesses()
                                .flatMap(process -> process.info().commandLine().stream()))
                .noneMatch(line -> line.contains(bench.folder() + "/"));
    }

    private static void startWeb(DockerHost host, int port, String text) {
        var bindings = new Ports();
        var exposed = ExposedPort.tcp(80);
        bindings.add(new PortBinding(Ports.Binding.bindPort(port), exposed));
        var script = "mkdir /www; echo %s > /www/index.html; exec httpd -f -p 80 -h /www";
        var container =
                host.client()
                        .createContainerCmd(BusyboxImage.NAME)
                        .withCmd("sh", "-c", script.formatted(text))
                        .withLabels(LABELS)
                        .withExposedPorts(exposed)
                        .withHostConfig(HostConfig.newHostConfig().withPortBindings(bindings))
                        .exec();
        host.client().startContainerCmd(container.getId()).exec();
    }

    private static String get(DockerHost host, int port) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://%s:%d/".formatted(host.address(), port));
            return http.send(
                            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}

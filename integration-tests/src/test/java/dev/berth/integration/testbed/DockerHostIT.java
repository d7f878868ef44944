package dev.berth.integration.testbed;

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
    void theNextRunRemovesWhatAnAbortedOneLeft() throws IOException {
        var aborted = Bench.claim();
        startWeb(aborted.host("a"), 8001, "gone");
        new Owner(ProcessHandle.current().pid(), 1).write(aborted.folder().resolve("owner"));

        try (var _ = Bench.claim()) {
            var data = aborted.workspace().resolve("docker");
            assertThat(Files.readString(Path.of("/proc/self/mounts")))
                    .doesNotContain(aborted.folder() + "/", data + "/");
            assertThat(Command.run("ip", "netns", "list")).doesNotContain(aborted.namespace("a"));
            assertThat(Command.run("ip", "link", "show")).doesNotContain(aborted.bridge() + "a");
            assertThat(aborted.folder().resolve("a")).doesNotExist();
            assertThat(data).doesNotExist();
            assertThat(
                            ProcessHandle.allProcesses()
                                    .flatMap(process -> process.info().commandLine().stream()))
                    .noneMatch(line -> line.contains(aborted.folder() + "/"));
        }
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

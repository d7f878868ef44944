package dev.berth.agent.task.run;

import static dev.berth.agent.task.Payloads.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.docker.PortRange;
import dev.berth.agent.image.HostImages;
import dev.berth.agent.image.PullBehavior;
import dev.berth.agent.image.PulledImages;
import dev.berth.agent.registry.RegistryCredentials;
import dev.berth.agent.task.Payloads;
import dev.berth.agent.testbed.Eventually;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task whose state cannot be saved. There is no Docker host, and none is asked. */
class UnsavedTaskTest {
    private static final PortRange TWO_PORTS = new PortRange(40000, 40001);

    @TempDir private Path folder;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean unexpected;
    private DockerEngine docker;
    private Path tasks;
    private TaskEngine engine;

    @BeforeEach
    void setUp() {
        docker = new DockerEngine(URI.create("unix://" + folder.resolve("none.sock")));
        tasks = folder.resolve("tasks");
        engine =
                new TaskEngine(
                        new TaskEngine.Settings(
                                "arn:aws:ecs:us-east-1:000000000000:container-instance/default/i",
                                "default",
                                TWO_PORTS,
                                Set.of(),
                                Duration.ofSeconds(1),
                                "pause",
                                Duration.ofHours(1)),
                        docker,
                        new HostImages(
                                docker,
                                PullBehavior.PREFER_CACHED,
                                PulledImages.load(folder.resolve("images.json")),
                                RegistryCredentials.NONE),
                        new TaskStore(tasks, this::failed),
                        _ -> {},
                        (_, _) -> {});
    }

    private void failed() {
        failures.incrementAndGet();
        if (unexpected) {
            throw new IllegalStateException("a failure that nobody expects");
        }
    }

    @AfterEach
    void tearDown() throws IOException {
        engine.close();
        docker.close();
    }

    @Test
    void itIsNotTakenOverAndItsHostPortsAreFreeAgain() throws Exception {
        for (var attempt = 0; attempt < 5; attempt++) {
            var task = Payloads.task(container("main", "x").port(80, 0).port(81, 0).build());
            assertThatThrownBy(() -> engine.accept(task, 1)).isInstanceOf(IOException.class);
            assertThat(engine.task(task.arn())).isEmpty();
        }
        assertThat(failures).hasValue(5);

        Files.createDirectories(tasks);
        var task = Payloads.task(container("main", "x").port(80, 0).port(81, 0).build());
        engine.accept(task, 1);
        assertThat(engine.task(task.arn()).orElseThrow().containers().getFirst().ports())
                .extracting(port -> port.hostPort())
                .containsExactlyInAnyOrder(40000, 40001);
    }

    @Test
    void anUnexpectedFailureToSaveIsTriedAgain() throws Exception {
        Files.createDirectories(tasks);
        var task = Payloads.task(container("main", "x").build());
        engine.accept(task, 1);
        var away = Files.move(tasks, folder.resolve("away"));
        unexpected = true;
        var stop =
                new FutureTask<Void>(
                        () -> {
                            engine.stop(task.arn());
                            return null;
                        });
        Thread.ofVirtual().start(stop);
        Eventually.holds("saving fails", () -> failures.get() > 0);
        Files.move(away, tasks);
        stop.get(30, TimeUnit.SECONDS);
        assertThat(engine.running()).isEmpty();
    }

    @Test
    void aListenerThatFailsEndsNeitherTheTaskNorItsNextMessage() throws Exception {
        Files.createDirectories(tasks);
        var task = Payloads.task(container("main", "x").build());
        engine.whenChanged(
                () -> {
                    throw new IllegalStateException("a listener that fails");
                });
        engine.accept(task, 1);
        engine.accept(task, 2);
        assertThat(engine.task(task.arn()).orElseThrow().seqNum()).isEqualTo(2);
        engine.stop(task.arn());
        assertThat(engine.running()).isEmpty();
        engine.accept(task, 3);
        assertThat(engine.highestSeqNum()).isEqualTo(3);
    }
}

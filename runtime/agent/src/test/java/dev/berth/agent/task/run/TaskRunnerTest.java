package dev.berth.agent.task.run;

import static dev.berth.agent.task.Payloads.container;
import static dev.berth.agent.task.TaskHistory.BEFORE;
import static dev.berth.agent.task.TaskHistory.WAIT;
import static dev.berth.agent.task.TaskHistory.imageReady;
import static dev.berth.agent.task.TaskHistory.seen;

import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.docker.PortRange;
import dev.berth.agent.image.HostImages;
import dev.berth.agent.image.PullBehavior;
import dev.berth.agent.image.PulledImages;
import dev.berth.agent.registry.RegistryCredentials;
import dev.berth.agent.task.TaskHistory;
import dev.berth.agent.task.launch.ContainerEnvironment;
import dev.berth.agent.task.launch.HostPortAllocator;
import dev.berth.agent.task.launch.TaskHost;
import dev.berth.agent.task.plan.TaskPlanner;
import dev.berth.agent.task.postmortem.PostMortemCollector;
import dev.berth.agent.testbed.Eventually;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a task is looked at again although nothing happens. There is no Docker host. */
class TaskRunnerTest {
    @TempDir private Path folder;

    @Test
    void aStartTimeoutThatPassesRightAfterAPlanIsActedOn() throws Exception {
        var given =
                TaskHistory.given(
                        container("first", "init").dispensable().startTimeout(30).build(),
                        container("main", "httpd").after("first", "COMPLETE").build());
        given.when(imageReady("first"), imageReady("main"), seen("first", given.running()));
        given.acknowledged();
        var end = BEFORE.plusSeconds(30);
        var planned = new AtomicBoolean();
        InstantSource clock = () -> planned.getAndSet(true) ? end : end.minusNanos(1);

        try (var docker = new DockerEngine(URI.create("unix://" + folder.resolve("none.sock")))) {
            var runner = new TaskRunner(context(docker, clock), given.task, () -> {}, () -> {});
            runner.start(false);
            Eventually.holds("main is refused", () -> runner.task().container("main").isStopped());
            runner.close();
        }
    }

    private RunnerContext context(DockerEngine docker, InstantSource clock) throws Exception {
        var images =
                new HostImages(
                        docker,
                        PullBehavior.PREFER_CACHED,
                        PulledImages.load(folder.resolve("images.json")),
                        RegistryCredentials.NONE);
        var host =
                TaskHost.of(
                        docker,
                        images,
                        new HostPortAllocator(new PortRange(40000, 40001), Set.of()),
                        "pause",
                        new TaskHost.Settings("i", "default", Duration.ofSeconds(1)),
                        ContainerEnvironment.NONE);
        return new RunnerContext(
                host,
                new TaskStore(folder),
                new TaskPlanner(WAIT),
                _ -> {},
                (_, _) -> {},
                new PostMortemCollector(docker),
                new TaskCounts(),
                clock);
    }
}

package dev.berth.agent.task.run;

import static dev.berth.agent.task.Payloads.container;
import static dev.berth.agent.task.Payloads.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.image.PullBehavior;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An image that the Docker host has, and whose registry does not answer. */
@ExtendWith(DockerBench.class)
class PullBehaviorTest {
    private static final String CACHED = "127.0.0.1:1/cached:1";

    @TempDir private Path folder;
    private final DockerBench.Host host;
    private EngineBench bench;

    PullBehaviorTest(DockerBench.Host host) {
        this.host = host;
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        host.docker("rmi", "-f", CACHED);
    }

    @ParameterizedTest
    @EnumSource(names = {"PREFER_CACHED", "DEFAULT"})
    void theImageThatIsThereIsUsed(PullBehavior behavior) throws Exception {
        var task = accepted(behavior);
        assertThat(bench.exitCode(task)).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"ALWAYS", "ONCE"})
    void theTaskFailsWithWhatTheRegistrySaid(PullBehavior behavior) throws Exception {
        var task = accepted(behavior);
        assertThat(bench.reasonOf(task))
                .startsWith("CannotPullContainerError: Error response from daemon");
    }

    /** Whom the agent pulled it for before, it need not pull it for again. */
    @Test
    void onceIsEnough() throws Exception {
        var saved = "{\"%s\":\"2026-11-22T08:00:00Z\"}".formatted(CACHED);
        Files.writeString(folder.resolve("images.json"), saved);
        var task = accepted(PullBehavior.ONCE);
        assertThat(bench.exitCode(task)).isZero();
    }

    private PayloadTask accepted(PullBehavior behavior) throws Exception {
        host.docker("tag", DockerBench.IMAGE, CACHED);
        bench = new EngineBench(host, Files.createDirectory(folder.resolve("tasks")));
        bench.pulls(behavior);
        bench.start();
        var task = task(container("main", "true").image(CACHED).build());
        bench.engine().accept(task, 1);
        return task;
    }
}

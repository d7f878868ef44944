package dev.berth.agent.task.run;

import static dev.berth.agent.task.Payloads.container;
import static dev.berth.agent.task.Payloads.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.task.Payloads;
import dev.berth.agent.task.state.TaskStatus;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.protocol.agent.BerthLogLine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the containers of a task on a real Docker host tell when it is over. */
@ExtendWith(DockerBench.class)
class PostMortemTest {
    @TempDir private Path folder;
    private final DockerBench.Host host;
    private EngineBench bench;

    PostMortemTest(DockerBench.Host host) {
        this.host = host;
    }

    @BeforeEach
    void setUp() throws Exception {
        bench = new EngineBench(host, folder);
        bench.start();
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
    }

    @Test
    void theLastLinesOfEachContainerAreReported() throws Exception {
        var task =
                task(
                        container("main", "sh", "-c", "seq 1 60; exit 3").build(),
                        container("side", "sh", "-c", "echo bad >&2; echo fine")
                                .dispensable()
                                .build());
        bench.engine().accept(task, 1);
        var main = bench.postMortem(task, "main");
        assertThat(main.lines()).hasSize(50);
        assertThat(main.lines().getFirst()).isEqualTo(new BerthLogLine("stdout", "11"));
        assertThat(main.lines().getLast()).isEqualTo(new BerthLogLine("stdout", "60"));
        assertThat(main.linesMissing()).isNull();
        assertThat(main.outOfMemory()).isFalse();
        assertThat(bench.postMortem(task, "side").lines())
                .containsExactlyInAnyOrder(
                        new BerthLogLine("stderr", "bad"), new BerthLogLine("stdout", "fine"));
    }

    @Test
    void theLastHealthChecksOfARunningTaskAreReported() throws Exception {
        var task = task(Payloads.checked("main"));
        bench.engine().accept(task, 1);
        bench.reports().await(task.arn(), TaskStatus.RUNNING);
        var running = bench.engine().examine(task.arn()).orElseThrow().getFirst();
        assertThat(running.health()).isNotNull();
        assertThat(bench.engine().examine("arn:none")).isEmpty();
    }
}

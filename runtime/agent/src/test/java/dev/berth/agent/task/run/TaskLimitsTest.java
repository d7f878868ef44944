package dev.berth.agent.task.run;

import static dev.berth.agent.task.Payloads.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.task.Payloads;
import dev.berth.agent.task.state.TaskArn;
import dev.berth.agent.task.state.TaskStatus;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.agent.testbed.Eventually;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Limits of whole tasks, on a real Docker host. */
@ExtendWith(DockerBench.class)
class TaskLimitsTest {
    @TempDir private Path folder;
    private final DockerBench.Host host;
    private EngineBench bench;

    TaskLimitsTest(DockerBench.Host host) {
        this.host = host;
    }

    @BeforeEach
    void setUp() throws Exception {
        bench = new EngineBench(host, folder);
        bench.cleanUpAfter(Duration.ofSeconds(1));
        bench.start();
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
    }

    @Test
    void theContainersOfATaskShareItsLimitsAndTheirCgroupGoesWithIt() throws Exception {
        var task = limited(container("main", "sleep", "60").stopTimeout(1), 0.25, 64);
        bench.engine().accept(task, 1);
        bench.reports().await(task.arn(), TaskStatus.RUNNING);

        var group = host.docker("inspect", "-f", "{{.HostConfig.CgroupParent}}", name(task));
        assertThat(group).isEqualTo("/ecs/" + TaskArn.id(task.arn()));
        var memory = Path.of("/sys/fs/cgroup/memory" + group);
        assertThat(memory.resolve("memory.limit_in_bytes")).hasContent("67108864");
        assertThat(Path.of("/sys/fs/cgroup/cpu" + group, "cpu.cfs_quota_us")).hasContent("25000");

        bench.engine().stop(task.arn());
        Eventually.holds("the cgroup is gone", () -> !Files.exists(memory));
    }

    /** The container alone may have all the memory it wants; its task may not. */
    @Test
    void aTaskThatTakesMoreMemoryThanItMayIsKilledForIt() throws Exception {
        var task =
                limited(
                        container("main", "sh", "-c", "head -c 64m /dev/zero | tail > /dev/null"),
                        null,
                        16);
        bench.engine().accept(task, 1);
        var report = bench.reports().await(task.arn(), TaskStatus.STOPPED);
        assertThat(report.containers().getFirst().exitCode()).isNotZero();
    }

    private static PayloadTask limited(Payloads.Container container, Double cpu, Integer memory) {
        return new PayloadTask(
                Payloads.newArn(),
                "RUNNING",
                "web",
                "3",
                Payloads.CLUSTER,
                "EC2",
                "none",
                null,
                null,
                cpu,
                memory,
                null,
                null,
                List.of(container.memory(0).build()),
                List.of());
    }

    private static String name(PayloadTask task) {
        return "ecs-web-3-main-" + TaskArn.id(task.arn());
    }
}

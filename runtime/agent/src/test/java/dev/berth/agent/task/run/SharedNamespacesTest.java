package dev.berth.agent.task.run;

import static dev.berth.agent.task.Payloads.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.agent.task.Payloads;
import dev.berth.agent.task.state.TaskStateReport;
import dev.berth.agent.task.state.TaskStatus;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Containers that see each other's processes and shared memory, on a real Docker host. */
@ExtendWith(DockerBench.class)
class SharedNamespacesTest {
    @TempDir private Path folder;
    private final DockerBench.Host host;
    private EngineBench bench;

    SharedNamespacesTest(DockerBench.Host host) {
        this.host = host;
    }

    @BeforeEach
    void setUp() throws Exception {
        bench = new EngineBench(host, folder);
        bench.start();
        host.docker("create", "--name", "pause", DockerBench.IMAGE, "sleep", "100000");
        host.docker("commit", "pause", EngineBench.PAUSE_IMAGE);
        host.docker("rm", "pause");
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        host.docker("rmi", EngineBench.PAUSE_IMAGE);
    }

    @Test
    void theContainersOfATaskSeeEachOthersProcessesAndTheHolderGoesWithThem() throws Exception {
        var task =
                sharing(
                        "task",
                        null,
                        container(
                                        "main",
                                        "sh",
                                        "-c",
                                        "trap 'exit 4' TERM; while :; do sleep 0.1; done")
                                .build(),
                        container(
                                        "side",
                                        "sh",
                                        "-c",
                                        "until ps | grep -q '[e]xit 4'; do :; done; exit 9")
                                .build());
        bench.engine().accept(task, 1);
        var report = bench.reports().await(task.arn(), TaskStatus.STOPPED);
        assertThat(report.containers())
                .extracting(
                        TaskStateReport.OfContainer::name, TaskStateReport.OfContainer::exitCode)
                .containsExactly(tuple("main", 4), tuple("side", 9));
        assertThat(host.docker("ps", "-aq", "--filter", "name=internalecspause")).isEmpty();
    }

    @Test
    void theContainersOfATaskShareTheirMemory() throws Exception {
        var task =
                sharing(
                        null,
                        "task",
                        container("main", "sh", "-c", "echo cargo > /dev/shm/hold; sleep 60")
                                .stopTimeout(1)
                                .build(),
                        container("side", "sh", "-c", "until grep cargo /dev/shm/hold; do :; done")
                                .build());
        bench.engine().accept(task, 1);
        var report = bench.reports().await(task.arn(), TaskStatus.STOPPED);
        assertThat(report.containers().getLast().exitCode()).isZero();
    }

    private static PayloadTask sharing(
            String pidMode, String ipcMode, PayloadContainer... containers) {
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
                null,
                null,
                pidMode,
                ipcMode,
                List.of(containers),
                List.of());
    }
}

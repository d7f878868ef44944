package dev.berth.agent.task.run;

import static dev.berth.agent.task.Payloads.container;
import static dev.berth.agent.task.Payloads.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.task.Payloads;
import dev.berth.agent.task.state.TaskStatus;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.agent.testbed.Eventually;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a real Docker host when agent, daemon or server come to grief. */
@ExtendWith(DockerBench.class)
class TaskRecoveryTest {
    private static final String FOREVER = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

    @TempDir private Path folder;
    private final DockerBench.Host host;
    private EngineBench bench;

    TaskRecoveryTest(DockerBench.Host host) {
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
    void whatExitedWhileTheAgentWasAwayIsReportedAndWhatRunsIsTakenUp() throws Exception {
        var goesOn = task(container("main", "sh", "-c", FOREVER).port(80, 0).build());
        var ends = task(container("main", "sh", "-c", FOREVER).build());
        bench.engine().accept(goesOn, 1);
        bench.engine().accept(ends, 2);
        var before =
                bench.reports().await(goesOn.arn(), TaskStatus.RUNNING).containers().getFirst();
        bench.reports().await(ends.arn(), TaskStatus.RUNNING);

        bench.stop();
        bench.host().docker("kill", bench.names(ends).getFirst());
        bench.start();
        assertThat(bench.exitCode(ends)).isEqualTo(137);
        assertThat(bench.engine().running()).containsExactly(goesOn.arn());
        assertThat(bench.engine().highestSeqNum()).isEqualTo(2);
        assertThat(bench.reports().statuses(goesOn.arn())).containsOnly(TaskStatus.RUNNING);
        assertThat(
                        bench.host()
                                .docker(
                                        "inspect",
                                        "--format",
                                        "{{.Id}}",
                                        bench.names(goesOn).getFirst()))
                .isEqualTo(before.dockerId());
        // A port that was given out before is not given out again.
        var other = task(container("main", "sleep", "60").port(80, 0).build());
        bench.engine().accept(other, 3);
        assertThat(
                        bench.reports()
                                .await(other.arn(), TaskStatus.RUNNING)
                                .containers()
                                .getFirst()
                                .bindings())
                .doesNotContainAnyElementsOf(before.bindings());
    }

    @Test
    void anAgentThatIsKilledWhileTasksStartCreatesNoContainerTwiceAndLosesNone() throws Exception {
        for (int round = 0; round < 6; round++) {
            var tasks = new ArrayList<PayloadTask>();
            for (int i = 0; i < 3; i++) {
                var task = task(container("main", "sh", "-c", FOREVER).port(80, 0).build());
                tasks.add(task);
                bench.engine().accept(task, round * 3 + i);
            }
            // Each round dies a little further on the way from payload to container.
            var made = round / 2;
            Eventually.holds(
                    made + " containers are made",
                    () -> tasks.stream().filter(t -> !bench.names(t).isEmpty()).count() >= made);
            bench.restart();
            for (var task : tasks) {
                bench.reports().await(task.arn(), TaskStatus.RUNNING);
                assertThat(bench.names(task)).hasSize(1);
                bench.engine().stop(task.arn());
            }
            for (var task : tasks) {
                bench.reports().await(task.arn(), TaskStatus.STOPPED);
                assertThat(bench.names(task)).hasSize(1);
            }
        }
    }

    @Test
    void aStopGoesOnAfterTheAgentDied() throws Exception {
        var task =
                task(
                        container("main", "sh", "-c", "trap '' TERM; while :; do sleep 0.1; done")
                                .stopTimeout(2)
                                .build());
        bench.engine().accept(task, 1);
        bench.reports().await(task.arn(), TaskStatus.RUNNING);
        bench.engine().stop(task.arn());
        bench.restart();
        assertThat(bench.engine().running()).isEmpty();
        assertThat(bench.exitCode(task)).isEqualTo(137);
    }

    @Test
    void aTaskThatStoppedIsNeverRunAgainAndIsReportedAgain() throws Exception {
        var task = task(container("main", "true").build());
        bench.engine().accept(task, 1);
        bench.reports().await(task.arn(), TaskStatus.STOPPED);
        var id =
                bench.host()
                        .docker(
                                "inspect",
                                "--format",
                                "{{.Id}} {{.State.StartedAt}}",
                                bench.names(task).getFirst());
        bench.restart();
        bench.engine().accept(task, 2);
        Eventually.holds(
                "it is reported once more",
                () ->
                        bench.reports().statuses(task.arn()).stream()
                                        .filter(s -> s == TaskStatus.STOPPED)
                                        .count()
                                == 2);
        assertThat(
                        bench.host()
                                .docker(
                                        "inspect",
                                        "--format",
                                        "{{.Id}} {{.State.StartedAt}}",
                                        bench.names(task).getFirst()))
                .isEqualTo(id);
    }

    @Test
    void aStrayKeepsRunningUntilTheServerRequestsItsStop() throws Exception {
        var arn = Payloads.newArn();
        var stray =
                bench.host()
                        .docker(
                                "run",
                                "-d",
                                "--network=none",
                                "--label=dev.berth.instance=" + bench.instance(),
                                "--label=com.amazonaws.ecs.task-arn=" + arn,
                                "--label=com.amazonaws.ecs.container-name=main",
                                DockerBench.IMAGE,
                                "sh",
                                "-c",
                                FOREVER);
        bench.engine().relist();
        assertThat(bench.isRunning(stray)).isTrue();
        bench.engine().accept(PayloadTask.stop(arn), 1);
        assertThat(bench.exitCodeOf(arn)).isEqualTo(0);
        assertThat(bench.isRunning(stray)).isFalse();
    }

    @Test
    void reportsWaitForAServerThatIsAwayAndKeepTheirOrderOverARestart() throws Exception {
        bench.reports().goAway();
        var task = task(container("main", "sh", "-c", "exit 4").build());
        bench.engine().accept(task, 1);
        Eventually.holds(
                "it has ended",
                () ->
                        bench.host()
                                .docker(
                                        "ps",
                                        "-a",
                                        "--filter",
                                        "label=com.amazonaws.ecs.task-arn=" + task.arn(),
                                        "--format",
                                        "{{.Status}}")
                                .startsWith("Exited (4)"));
        bench.restart();
        bench.reports().comeBack();
        assertThat(bench.exitCode(task)).isEqualTo(4);
        assertThat(bench.reports().statuses(task.arn()).getFirst()).isEqualTo(TaskStatus.RUNNING);
        assertThat(bench.reports().statuses(task.arn()).getLast()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void aDaemonThatIsFrozenOrGoneMarksNothingStopped() throws Exception {
        var runs = task(container("main", "sh", "-c", FOREVER).build());
        bench.engine().accept(runs, 1);
        bench.reports().await(runs.arn(), TaskStatus.RUNNING);

        bench.host().freeze();
        var starts = task(container("main", "sh", "-c", FOREVER).build());
        bench.engine().accept(starts, 2);
        Eventually.holds(
                "the engine noticed",
                () -> {
                    try {
                        bench.docker().ping(Duration.ofSeconds(1));
                        return false;
                    } catch (DockerUncertain e) {
                        return true;
                    }
                });
        bench.host().thaw();
        bench.reports().await(starts.arn(), TaskStatus.RUNNING);

        bench.host().kill();
        var later = task(container("main", "sh", "-c", FOREVER).build());
        bench.engine().accept(later, 3);
        bench.host().restart();
        bench.reports().await(later.arn(), TaskStatus.RUNNING);
        for (var task : List.of(runs, starts, later)) {
            assertThat(bench.reports().statuses(task.arn())).containsOnly(TaskStatus.RUNNING);
            assertThat(bench.names(task)).hasSize(1);
            assertThat(bench.isRunning(bench.names(task).getFirst())).isTrue();
        }
        bench.engine().stop(runs.arn());
        bench.reports().await(runs.arn(), TaskStatus.STOPPED);
    }
}

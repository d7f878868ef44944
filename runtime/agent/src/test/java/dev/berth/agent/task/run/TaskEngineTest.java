package dev.berth.agent.task.run;

import static dev.berth.agent.task.Payloads.container;
import static dev.berth.agent.task.Payloads.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.agent.docker.PublishedPort;
import dev.berth.agent.task.Payloads;
import dev.berth.agent.task.state.TaskArn;
import dev.berth.agent.task.state.TaskStateReport;
import dev.berth.agent.task.state.TaskStatus;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.agent.testbed.Eventually;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadTask;
import dev.berth.protocol.agent.payload.PayloadVolume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a real Docker host: from payload to report. */
@ExtendWith(DockerBench.class)
class TaskEngineTest {
    private static final String FOREVER = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

    @TempDir private Path folder;
    private final DockerBench.Host host;
    private EngineBench bench;

    TaskEngineTest(DockerBench.Host host) {
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
    void aTaskRunsWithAPortThatAnswersAndStopsOnRequest() throws Exception {
        var task =
                task(
                        container(
                                        "web",
                                        "sh",
                                        "-c",
                                        "echo hello > /index.html; httpd -f -p 80 -h /")
                                .port(80, 0)
                                .stopTimeout(1)
                                .build());
        bench.engine().accept(task, 1);

        var running = bench.reports().await(task.arn(), TaskStatus.RUNNING).containers().getFirst();
        var binding = running.bindings().getFirst();
        assertThat(binding.hostPort()).isBetween(40000, 40999);
        assertThat(
                        bench.host()
                                .inNetwork(
                                        "wget",
                                        "-q",
                                        "-O-",
                                        "http://127.0.0.1:" + binding.hostPort()))
                .isEqualTo("hello");
        assertThat(bench.names(task)).containsExactly("ecs-web-3-web-" + TaskArn.id(task.arn()));

        bench.engine().accept(PayloadTask.stop(task.arn()), 2);
        var stopped = bench.reports().await(task.arn(), TaskStatus.STOPPED).containers().getFirst();
        assertThat(stopped.bindings()).containsExactly(binding);
        assertThat(stopped.dockerId()).isEqualTo(running.dockerId());
        assertThat(bench.reports().statuses(task.arn()))
                .containsExactly(TaskStatus.RUNNING, TaskStatus.STOPPED);
    }

    @Test
    void exitCodesAreReported() throws Exception {
        for (var code : List.of(0, 3)) {
            var task = task(container("main", "sh", "-c", "exit " + code).build());
            bench.engine().accept(task, 1);
            var report = bench.reports().await(task.arn(), TaskStatus.STOPPED);
            assertThat(report.containers().getFirst().exitCode()).isEqualTo(code);
            assertThat(report.executionStoppedAt()).isNotNull();
            assertThat(bench.reports().statuses(task.arn())).startsWith(TaskStatus.RUNNING);
        }
    }

    @Test
    void anImageThatCannotBePulledAndACommandThatCannotBeStartedGiveTheirReasons()
            throws Exception {
        var noImage = task(container("main").image("127.0.0.1:1/none").build());
        bench.engine().accept(noImage, 1);
        assertThat(bench.reasonOf(noImage))
                .startsWith("CannotPullContainerError: Error response from");

        var noCommand = task(container("main", "/no/such/program").build());
        bench.engine().accept(noCommand, 1);
        assertThat(bench.reasonOf(noCommand))
                .startsWith("CannotStartContainerError: Error response from");

        var noVolume = task(container("main", "true").mount("gone", "/x").build());
        bench.engine().accept(noVolume, 1);
        assertThat(bench.reasonOf(noVolume)).startsWith("InvalidVolumeError: ");
        for (var task : List.of(noImage, noCommand, noVolume)) {
            assertThat(bench.reports().statuses(task.arn())).containsExactly(TaskStatus.STOPPED);
            assertThat(bench.reports().of(task.arn()).getFirst().containers().getFirst().exitCode())
                    .isNull();
        }
    }

    @Test
    void aStopIsObeyedOrEndsWithSigkill() throws Exception {
        var obeys = task(container("main", "sh", "-c", FOREVER).stopTimeout(30).build());
        var ignores =
                task(
                        container("main", "sh", "-c", "trap '' TERM; while :; do sleep 0.1; done")
                                .stopTimeout(1)
                                .build());
        bench.engine().accept(obeys, 1);
        bench.engine().accept(ignores, 2);
        bench.reports().await(obeys.arn(), TaskStatus.RUNNING);
        bench.reports().await(ignores.arn(), TaskStatus.RUNNING);
        bench.engine().stop(obeys.arn());
        bench.engine().stop(ignores.arn());
        assertThat(bench.exitCode(obeys)).isEqualTo(0);
        assertThat(bench.exitCode(ignores)).isEqualTo(137);
    }

    @Test
    void theEndOfAnEssentialContainerEndsTheOthersAndThatOfAnotherDoesNot() throws Exception {
        var task =
                task(
                        container(
                                        "main",
                                        "sh",
                                        "-c",
                                        "while [ ! -e /tmp/end ]; do sleep 0.1; done; exit 5")
                                .mount("shared", "/tmp")
                                .build(),
                        container("side", "sh", "-c", FOREVER).mount("shared", "/tmp").build(),
                        container("setup", "true").dispensable().build());
        task =
                task(
                        task.arn(),
                        "none",
                        List.of(new PayloadVolume("shared", "host", new PayloadVolume.Host(null))),
                        task.containers().toArray(PayloadContainer[]::new));
        bench.engine().accept(task, 1);
        var arn = task.arn();
        Eventually.holds(
                "the end of setup is told while the task runs",
                () ->
                        bench.reports().of(arn).stream()
                                .anyMatch(r -> r.stopped().equals(List.of("setup"))));
        assertThat(bench.reports().statuses(arn)).doesNotContain(TaskStatus.STOPPED);

        bench.host().docker("exec", "ecs-web-3-side-" + TaskArn.id(arn), "touch", "/tmp/end");
        var report = bench.reports().await(arn, TaskStatus.STOPPED);
        assertThat(report.containers())
                .extracting(
                        TaskStateReport.OfContainer::name, TaskStateReport.OfContainer::exitCode)
                .containsExactly(tuple("main", 5), tuple("side", 0), tuple("setup", 0));
    }

    @Test
    void fragmentsOfTheEngineApiReachTheContainer() throws Exception {
        var task =
                task(
                        container("main", "unused")
                                .overrides("{\"command\":[\"sleep\",\"60\"]}")
                                .config(
                                        "{\"User\":\"1\",\"WorkingDir\":\"/bin\",\"Hostname\":\"h\",\"Labels\":{\"mine\":\"yes\",\"com.amazonaws.ecs.task-arn\":\"forged\"}}")
                                .hostConfig(
                                        "{\"NetworkMode\":\"none\",\"MemoryReservation\":16777216,\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{\"max-size\":\"1m\"}},\"ReadonlyRootfs\":true}")
                                .build());
        bench.engine().accept(task, 1);
        bench.reports().await(task.arn(), TaskStatus.RUNNING);
        var format =
                "{{.Config.User}} {{.Config.WorkingDir}} {{.Config.Hostname}} {{.Config.Labels.mine}}"
                        + " {{.Config.Cmd}} {{.Config.Env}} {{.HostConfig.NetworkMode}}"
                        + " {{.HostConfig.MemoryReservation}} {{.HostConfig.Memory}}"
                        + " {{.HostConfig.CpuShares}} {{.HostConfig.LogConfig}}"
                        + " {{.HostConfig.ReadonlyRootfs}}"
                        + " {{index .Config.Labels \"com.amazonaws.ecs.task-arn\"}}";
        assertThat(bench.host().docker("inspect", "--format", format, bench.names(task).getFirst()))
                .isEqualTo(
                        "1 /bin h yes [sleep 60] [A=1] none 16777216 33554432 64 map[Config:map[max-size:1m]"
                                + " Type:json-file] true "
                                + task.arn());
    }

    @Test
    void aDynamicPortThatSomethingElseHoldsGivesWayToTheNextAndAFixedOneFails() throws Exception {
        var held =
                task(
                        Payloads.newArn(),
                        "host",
                        List.of(),
                        container("main", "sh", "-c", "httpd -p 40000; httpd -f -p 40001").build());
        bench.engine().accept(held, 1);
        bench.reports().await(held.arn(), TaskStatus.RUNNING);
        Eventually.holds(
                "both ports are held",
                () ->
                        bench.host().inNetwork("ss", "-ltn").contains(":40000 ")
                                && bench.host().inNetwork("ss", "-ltn").contains(":40001 "));

        var dynamic = task(container("main", "sleep", "60").port(80, 0).port(81, 0).build());
        bench.engine().accept(dynamic, 2);
        assertThat(
                        bench.reports()
                                .await(dynamic.arn(), TaskStatus.RUNNING)
                                .containers()
                                .getFirst()
                                .bindings())
                .extracting(PublishedPort::hostPort)
                .containsExactlyInAnyOrder(40002, 40003);
        assertThat(bench.names(dynamic)).hasSize(1);

        var fixed = task(container("main", "sleep", "60").port(80, 40000).build());
        bench.engine().accept(fixed, 3);
        assertThat(bench.reasonOf(fixed))
                .startsWith("CannotStartContainerError: ")
                .containsPattern("address already in use|port is already allocated");
    }

    @Test
    void aStopForATaskThatIsNotKnownIsAnsweredAtOnce() throws Exception {
        var arn = Payloads.newArn();
        bench.engine().accept(PayloadTask.stop(arn), 1);
        assertThat(bench.reports().await(arn, TaskStatus.STOPPED).containers()).isEmpty();
        bench.engine().accept(task(arn, "bridge", List.of(), container("main", "true").build()), 2);
        assertThat(bench.engine().running()).isEmpty();
    }

    @Test
    void aTaskThatIsOverIsCleanedUpAfterTheWait() throws Exception {
        bench.stop();
        bench.cleanUpAfter(Duration.ofSeconds(1));
        bench.start();
        var task =
                task(
                        Payloads.newArn(),
                        "none",
                        List.of(new PayloadVolume("v", "host", new PayloadVolume.Host(null))),
                        container("main", "true").mount("v", "/v").build());
        bench.engine().accept(task, 1);
        bench.reports().await(task.arn(), TaskStatus.STOPPED);
        Eventually.holds(
                "container, volume and record are gone",
                () ->
                        bench.names(task).isEmpty()
                                && !bench.host()
                                        .docker("volume", "ls", "-q")
                                        .contains(TaskArn.id(task.arn()))
                                && bench.isForgotten());
    }
}

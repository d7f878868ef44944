package dev.berth.agent.task;

import static dev.berth.agent.task.Payloads.container;
import static dev.berth.agent.task.Payloads.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.bench.DockerBench;
import dev.berth.agent.bench.Eventually;
import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.docker.DockerWatch;
import dev.berth.agent.docker.PublishedPort;
import dev.berth.protocol.agent.PayloadTask;
import dev.berth.protocol.agent.PayloadVolume;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a real Docker host. */
@ExtendWith(DockerBench.class)
class TaskEngineTest {
    private static final String FOREVER = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

    @TempDir private Path folder;
    private final DockerBench.Host host;
    private final Reports reports = new Reports();
    private final String instance =
            "arn:aws:ecs:us-east-1:000000000000:container-instance/default/" + UUID.randomUUID();
    private Duration cleanUpWait = Duration.ofHours(3);
    private DockerEngine docker;
    private DockerWatch watch;
    private TaskEngine engine;

    TaskEngineTest(DockerBench.Host host) {
        this.host = host;
    }

    @BeforeEach
    void start() throws Exception {
        docker = new DockerEngine(host.uri());
        docker.negotiate();
        engine =
                new TaskEngine(
                        new TaskEngine.Settings(
                                instance,
                                "default",
                                new PortRange(40000, 40999),
                                Set.of(),
                                Duration.ofSeconds(30),
                                cleanUpWait),
                        docker,
                        new TaskStore(folder),
                        reports);
        engine.recover();
        watch = new DockerWatch(docker, instance, engine);
    }

    private void stop() throws IOException {
        engine.close();
        watch.close();
        docker.close();
    }

    @AfterEach
    void removeContainers() throws IOException {
        stop();
        host.removeContainers("dev.berth.instance=" + instance);
    }

    /** What a kill of the agent and a new start come to. */
    private void restart() throws Exception {
        stop();
        start();
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
        engine.accept(task, 1);

        var running = reports.await(task.arn(), TaskStatus.RUNNING).containers().getFirst();
        var binding = running.bindings().getFirst();
        assertThat(binding.hostPort()).isBetween(40000, 40999);
        assertThat(host.inNetwork("wget", "-q", "-O-", "http://127.0.0.1:" + binding.hostPort()))
                .isEqualTo("hello");
        assertThat(names(task)).containsExactly("ecs-web-3-web-" + TaskArn.id(task.arn()));

        engine.accept(PayloadTask.stop(task.arn()), 2);
        var stopped = reports.await(task.arn(), TaskStatus.STOPPED).containers().getFirst();
        assertThat(stopped.bindings()).containsExactly(binding);
        assertThat(stopped.dockerId()).isEqualTo(running.dockerId());
        assertThat(reports.statuses(task.arn()))
                .containsExactly(TaskStatus.RUNNING, TaskStatus.STOPPED);
    }

    @Test
    void exitCodesAreReported() throws Exception {
        for (var code : List.of(0, 3)) {
            var task = task(container("main", "sh", "-c", "exit " + code).build());
            engine.accept(task, 1);
            var report = reports.await(task.arn(), TaskStatus.STOPPED);
            assertThat(report.containers().getFirst().exitCode()).isEqualTo(code);
            assertThat(report.executionStoppedAt()).isNotNull();
            assertThat(reports.statuses(task.arn())).startsWith(TaskStatus.RUNNING);
        }
    }

    @Test
    void anImageThatCannotBePulledAndACommandThatCannotBeStartedGiveTheirReasons()
            throws Exception {
        var noImage = task(container("main").image("127.0.0.1:1/none").build());
        engine.accept(noImage, 1);
        assertThat(reasonOf(noImage)).startsWith("CannotPullContainerError: Error response from");

        var noCommand = task(container("main", "/no/such/program").build());
        engine.accept(noCommand, 1);
        assertThat(reasonOf(noCommand))
                .startsWith("CannotStartContainerError: Error response from");

        var noVolume = task(container("main", "true").mount("gone", "/x").build());
        engine.accept(noVolume, 1);
        assertThat(reasonOf(noVolume)).startsWith("InvalidVolumeError: ");
        for (var task : List.of(noImage, noCommand, noVolume)) {
            assertThat(reports.statuses(task.arn())).containsExactly(TaskStatus.STOPPED);
            assertThat(reports.of(task.arn()).getFirst().containers().getFirst().exitCode())
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
        engine.accept(obeys, 1);
        engine.accept(ignores, 2);
        reports.await(obeys.arn(), TaskStatus.RUNNING);
        reports.await(ignores.arn(), TaskStatus.RUNNING);
        engine.stop(obeys.arn());
        engine.stop(ignores.arn());
        assertThat(exitCode(obeys)).isEqualTo(0);
        assertThat(exitCode(ignores)).isEqualTo(137);
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
                        task.containers()
                                .toArray(dev.berth.protocol.agent.PayloadContainer[]::new));
        engine.accept(task, 1);
        var arn = task.arn();
        Eventually.holds(
                "the end of setup is told while the task runs",
                () -> reports.of(arn).stream().anyMatch(r -> r.stopped().equals(List.of("setup"))));
        assertThat(reports.statuses(arn)).doesNotContain(TaskStatus.STOPPED);

        host.docker("exec", "ecs-web-3-side-" + TaskArn.id(arn), "touch", "/tmp/end");
        var report = reports.await(arn, TaskStatus.STOPPED);
        assertThat(report.containers())
                .extracting(TaskReport.OfContainer::name, TaskReport.OfContainer::exitCode)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("main", 5),
                        org.assertj.core.groups.Tuple.tuple("side", 0),
                        org.assertj.core.groups.Tuple.tuple("setup", 0));
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
        engine.accept(task, 1);
        reports.await(task.arn(), TaskStatus.RUNNING);
        var format =
                "{{.Config.User}} {{.Config.WorkingDir}} {{.Config.Hostname}} {{.Config.Labels.mine}}"
                        + " {{.Config.Cmd}} {{.Config.Env}} {{.HostConfig.NetworkMode}}"
                        + " {{.HostConfig.MemoryReservation}} {{.HostConfig.Memory}}"
                        + " {{.HostConfig.CpuShares}} {{.HostConfig.LogConfig}}"
                        + " {{.HostConfig.ReadonlyRootfs}}"
                        + " {{index .Config.Labels \"com.amazonaws.ecs.task-arn\"}}";
        assertThat(host.docker("inspect", "--format", format, names(task).getFirst()))
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
        engine.accept(held, 1);
        reports.await(held.arn(), TaskStatus.RUNNING);
        Eventually.holds(
                "both ports are held",
                () ->
                        host.inNetwork("ss", "-ltn").contains(":40000 ")
                                && host.inNetwork("ss", "-ltn").contains(":40001 "));

        var dynamic = task(container("main", "sleep", "60").port(80, 0).port(81, 0).build());
        engine.accept(dynamic, 2);
        assertThat(
                        reports.await(dynamic.arn(), TaskStatus.RUNNING)
                                .containers()
                                .getFirst()
                                .bindings())
                .extracting(PublishedPort::hostPort)
                .containsExactlyInAnyOrder(40002, 40003);
        assertThat(names(dynamic)).hasSize(1);

        var fixed = task(container("main", "sleep", "60").port(80, 40000).build());
        engine.accept(fixed, 3);
        assertThat(reasonOf(fixed))
                .startsWith("CannotStartContainerError: ")
                .containsPattern("address already in use|port is already allocated");
    }

    @Test
    void whatExitedWhileTheAgentWasAwayIsReportedAndWhatRunsIsTakenUp() throws Exception {
        var goesOn = task(container("main", "sh", "-c", FOREVER).port(80, 0).build());
        var ends = task(container("main", "sh", "-c", FOREVER).build());
        engine.accept(goesOn, 1);
        engine.accept(ends, 2);
        var before = reports.await(goesOn.arn(), TaskStatus.RUNNING).containers().getFirst();
        reports.await(ends.arn(), TaskStatus.RUNNING);

        stop();
        host.docker("kill", names(ends).getFirst());
        start();
        assertThat(exitCode(ends)).isEqualTo(137);
        assertThat(engine.running()).containsExactly(goesOn.arn());
        assertThat(engine.highestSeqNum()).isEqualTo(2);
        assertThat(reports.statuses(goesOn.arn())).containsOnly(TaskStatus.RUNNING);
        assertThat(host.docker("inspect", "--format", "{{.Id}}", names(goesOn).getFirst()))
                .isEqualTo(before.dockerId());
        // A port that was given out before is not given out again.
        var other = task(container("main", "sleep", "60").port(80, 0).build());
        engine.accept(other, 3);
        assertThat(
                        reports.await(other.arn(), TaskStatus.RUNNING)
                                .containers()
                                .getFirst()
                                .bindings())
                .doesNotContainAnyElementsOf(before.bindings());
    }

    @Test
    void anAgentThatDiesWhileTasksStartMakesNoContainerTwiceAndLosesNone() throws Exception {
        for (int round = 0; round < 6; round++) {
            var tasks = new java.util.ArrayList<PayloadTask>();
            for (int i = 0; i < 3; i++) {
                var task = task(container("main", "sh", "-c", FOREVER).port(80, 0).build());
                tasks.add(task);
                engine.accept(task, round * 3 + i);
            }
            // Each round dies a little further on the way from payload to container.
            var made = round / 2;
            Eventually.holds(
                    made + " containers are made",
                    () -> tasks.stream().filter(t -> !names(t).isEmpty()).count() >= made);
            restart();
            for (var task : tasks) {
                reports.await(task.arn(), TaskStatus.RUNNING);
                assertThat(names(task)).hasSize(1);
                engine.stop(task.arn());
            }
            for (var task : tasks) {
                reports.await(task.arn(), TaskStatus.STOPPED);
                assertThat(names(task)).hasSize(1);
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
        engine.accept(task, 1);
        reports.await(task.arn(), TaskStatus.RUNNING);
        engine.stop(task.arn());
        restart();
        assertThat(engine.running()).isEmpty();
        assertThat(exitCode(task)).isEqualTo(137);
    }

    @Test
    void aTaskThatStoppedIsNeverRunAgainAndIsReportedAgain() throws Exception {
        var task = task(container("main", "true").build());
        engine.accept(task, 1);
        reports.await(task.arn(), TaskStatus.STOPPED);
        var id =
                host.docker(
                        "inspect",
                        "--format",
                        "{{.Id}} {{.State.StartedAt}}",
                        names(task).getFirst());
        restart();
        engine.accept(task, 2);
        Eventually.holds(
                "it is reported once more",
                () ->
                        reports.statuses(task.arn()).stream()
                                        .filter(s -> s == TaskStatus.STOPPED)
                                        .count()
                                == 2);
        assertThat(
                        host.docker(
                                "inspect",
                                "--format",
                                "{{.Id}} {{.State.StartedAt}}",
                                names(task).getFirst()))
                .isEqualTo(id);
    }

    @Test
    void aStopForATaskThatIsNotKnownIsAnsweredAtOnce() throws Exception {
        var arn = Payloads.newArn();
        engine.accept(PayloadTask.stop(arn), 1);
        assertThat(reports.await(arn, TaskStatus.STOPPED).containers()).isEmpty();
        engine.accept(task(arn, "bridge", List.of(), container("main", "true").build()), 2);
        assertThat(engine.running()).isEmpty();
    }

    @Test
    void aStrayIsLeftAloneUntilTheServerWantsItStopped() throws Exception {
        var arn = Payloads.newArn();
        var stray =
                host.docker(
                        "run",
                        "-d",
                        "--network=none",
                        "--label=dev.berth.instance=" + instance,
                        "--label=com.amazonaws.ecs.task-arn=" + arn,
                        "--label=com.amazonaws.ecs.container-name=main",
                        DockerBench.IMAGE,
                        "sh",
                        "-c",
                        FOREVER);
        engine.relist();
        assertThat(isRunning(stray)).isTrue();
        engine.accept(PayloadTask.stop(arn), 1);
        assertThat(exitCodeOf(arn)).isEqualTo(0);
        assertThat(isRunning(stray)).isFalse();
    }

    @Test
    void reportsWaitForAServerThatIsAwayAndKeepTheirOrderOverARestart() throws Exception {
        reports.goAway();
        var task = task(container("main", "sh", "-c", "exit 4").build());
        engine.accept(task, 1);
        Eventually.holds(
                "it has ended",
                () ->
                        host.docker(
                                        "ps",
                                        "-a",
                                        "--filter",
                                        "label=com.amazonaws.ecs.task-arn=" + task.arn(),
                                        "--format",
                                        "{{.Status}}")
                                .startsWith("Exited (4)"));
        restart();
        reports.comeBack();
        assertThat(exitCode(task)).isEqualTo(4);
        assertThat(reports.statuses(task.arn()).getFirst()).isEqualTo(TaskStatus.RUNNING);
        assertThat(reports.statuses(task.arn()).getLast()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void aDaemonThatIsFrozenOrGoneMarksNothingStopped() throws Exception {
        var runs = task(container("main", "sh", "-c", FOREVER).build());
        engine.accept(runs, 1);
        reports.await(runs.arn(), TaskStatus.RUNNING);

        host.freeze();
        var starts = task(container("main", "sh", "-c", FOREVER).build());
        engine.accept(starts, 2);
        Eventually.holds(
                "the engine noticed",
                () -> {
                    try {
                        docker.ping(Duration.ofSeconds(1));
                        return false;
                    } catch (dev.berth.agent.docker.DockerUncertain e) {
                        return true;
                    }
                });
        host.thaw();
        reports.await(starts.arn(), TaskStatus.RUNNING);

        host.kill();
        var later = task(container("main", "sh", "-c", FOREVER).build());
        engine.accept(later, 3);
        host.restart();
        reports.await(later.arn(), TaskStatus.RUNNING);
        for (var task : List.of(runs, starts, later)) {
            assertThat(reports.statuses(task.arn())).containsOnly(TaskStatus.RUNNING);
            assertThat(names(task)).hasSize(1);
            assertThat(isRunning(names(task).getFirst())).isTrue();
        }
        engine.stop(runs.arn());
        reports.await(runs.arn(), TaskStatus.STOPPED);
    }

    @Test
    void aTaskThatIsOverIsCleanedUpAfterTheWait() throws Exception {
        stop();
        cleanUpWait = Duration.ofSeconds(1);
        start();
        var task =
                task(
                        Payloads.newArn(),
                        "none",
                        List.of(new PayloadVolume("v", "host", new PayloadVolume.Host(null))),
                        container("main", "true").mount("v", "/v").build());
        engine.accept(task, 1);
        reports.await(task.arn(), TaskStatus.STOPPED);
        Eventually.holds(
                "container, volume and record are gone",
                () ->
                        names(task).isEmpty()
                                && !host.docker("volume", "ls", "-q")
                                        .contains(TaskArn.id(task.arn()))
                                && new TaskStore(folder).load().isEmpty());
    }

    private List<String> names(PayloadTask task) {
        return host.docker(
                        "ps",
                        "-a",
                        "--filter",
                        "label=com.amazonaws.ecs.task-arn=" + task.arn(),
                        "--format",
                        "{{.Names}}")
                .lines()
                .toList();
    }

    private boolean isRunning(String container) {
        return host.docker("inspect", "--format", "{{.State.Running}}", container).equals("true");
    }

    private String reasonOf(PayloadTask task) {
        return reports.await(task.arn(), TaskStatus.STOPPED).containers().getFirst().reason();
    }

    private Integer exitCode(PayloadTask task) {
        return exitCodeOf(task.arn());
    }

    private Integer exitCodeOf(String arn) {
        return reports.await(arn, TaskStatus.STOPPED).containers().getFirst().exitCode();
    }
}

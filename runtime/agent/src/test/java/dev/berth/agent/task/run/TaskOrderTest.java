package dev.berth.agent.task.run;

import static dev.berth.agent.task.Payloads.container;
import static dev.berth.agent.task.Payloads.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.agent.task.Payloads;
import dev.berth.agent.task.state.TaskArn;
import dev.berth.agent.task.state.TaskStateReport;
import dev.berth.agent.task.state.TaskStatus;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.agent.testbed.Eventually;
import dev.berth.protocol.agent.payload.PayloadVolume;
import dev.berth.protocol.agent.payload.PayloadVolume.DockerVolume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the containers of one task are to each other, on a real Docker host. */
@ExtendWith(DockerBench.class)
class TaskOrderTest {
    private static final String FOREVER = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

    @TempDir private Path folder;
    private final DockerBench.Host host;
    private EngineBench bench;

    TaskOrderTest(DockerBench.Host host) {
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

    /** Each container writes its name as it starts and as it ends, into a volume that all share. */
    @Test
    void aChainOfAllConditionsStartsInOrderAndStopsInReverse() throws Exception {
        var log = new PayloadVolume("log", "host", new PayloadVolume.Host(folder.toString()));
        var task =
                task(
                        Payloads.newArn(),
                        "none",
                        List.of(log),
                        noting("last", "").after("fit", "HEALTHY").build(),
                        noting("fit", "")
                                .after("setup", "SUCCESS")
                                .config(
                                        "{\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"test -e /fit\"],"
                                                + "\"Interval\":1000000000,\"Timeout\":2000000000,\"Retries\":1}}")
                                .build(),
                        noting("setup", "exit 0;").dispensable().after("any", "COMPLETE").build(),
                        noting("any", "exit 7;").dispensable().build());
        bench.engine().accept(task, 1);
        Eventually.holds("fit runs", () -> lines().contains("fit starts"));
        assertThat(lines()).doesNotContain("last starts");
        host.docker("exec", name(task.arn(), "fit"), "touch", "/fit");
        bench.reports().await(task.arn(), TaskStatus.RUNNING);
        bench.engine().stop(task.arn());
        bench.reports().await(task.arn(), TaskStatus.STOPPED);

        assertThat(lines())
                .containsExactly(
                        "any starts",
                        "setup starts",
                        "fit starts",
                        "last starts",
                        "last ends",
                        "fit ends");
    }

    @Test
    void whatWaitsInVainSaysForWhat() throws Exception {
        var task =
                task(
                        container("main", "true").after("setup", "SUCCESS").build(),
                        container("setup", "false").dispensable().build());
        bench.engine().accept(task, 1);
        var report = bench.reports().await(task.arn(), TaskStatus.STOPPED);
        assertThat(report.containers())
                .extracting(
                        TaskStateReport.OfContainer::name,
                        TaskStateReport.OfContainer::exitCode,
                        TaskStateReport.OfContainer::reason)
                .containsExactly(
                        tuple(
                                "main",
                                null,
                                "TaskDependencyError: container setup ended before it reached"
                                        + " SUCCESS"),
                        tuple("setup", 1, null));
        assertThat(bench.reports().statuses(task.arn())).doesNotContain(TaskStatus.RUNNING);
    }

    @Test
    void aLinkedContainerIsReachedByItsAliasAndItsVolumesAreSeen() throws Exception {
        var shared =
                new PayloadVolume(
                        "data",
                        "docker",
                        null,
                        new DockerVolume("task", false, "local", Map.of(), Map.of("a", "b")));
        var task =
                task(
                        Payloads.newArn(),
                        "bridge",
                        List.of(shared),
                        container("db", "sh", "-c", "echo cargo > /data/hold; " + FOREVER)
                                .mount("data", "/data")
                                .build(),
                        container(
                                        "web",
                                        "sh",
                                        "-c",
                                        "until grep cargo /data/hold; do sleep 0.1; done;"
                                                + " grep -q store /etc/hosts && ! touch /data/x"
                                                + " && exit 9")
                                .linkedTo("db:store")
                                .volumesFrom("db", true)
                                .build());
        bench.engine().accept(task, 1);
        var report = bench.reports().await(task.arn(), TaskStatus.STOPPED);
        assertThat(report.containers())
                .extracting(
                        TaskStateReport.OfContainer::name, TaskStateReport.OfContainer::exitCode)
                .containsExactly(tuple("db", 0), tuple("web", 9));
        assertThat(host.docker("volume", "ls", "-q", "--filter", "label=a=b"))
                .isEqualTo("ecs-web-3-data-" + TaskArn.id(task.arn()));
    }

    @Test
    void aSharedVolumeOutlivesItsTasksAndMustBeThereWhereItIsNotMade() throws Exception {
        var made = shared("kept", true);
        var task =
                task(
                        Payloads.newArn(),
                        "none",
                        List.of(made),
                        container("main", "touch", "/data/x").mount("kept", "/data").build());
        bench.engine().accept(task, 1);
        bench.reports().await(task.arn(), TaskStatus.STOPPED);
        assertThat(host.docker("volume", "ls", "-q", "--filter", "name=^kept$")).isEqualTo("kept");

        var missing =
                task(
                        Payloads.newArn(),
                        "none",
                        List.of(shared("missing", false)),
                        container("main", "true").mount("missing", "/data").build());
        bench.engine().accept(missing, 2);
        assertThat(bench.reasonOf(missing))
                .startsWith("CannotInspectVolumeError: the host has no volume missing");
    }

    @Test
    void aContainerIsStartedAgainAsItsPolicySaysAndEndsWithACodeThatItIgnores() throws Exception {
        var task =
                task(
                        container(
                                        "main",
                                        "sh",
                                        "-c",
                                        "sleep 2; echo x >> /tries; exit $(wc -l < /tries)")
                                .restarts(1, 3)
                                .build());
        bench.engine().accept(task, 1);
        var report = bench.reports().await(task.arn(), TaskStatus.STOPPED);
        assertThat(report.containers().getFirst().exitCode()).isEqualTo(3);
        assertThat(bench.reports().statuses(task.arn()))
                .containsExactly(TaskStatus.RUNNING, TaskStatus.STOPPED);
    }

    private static PayloadVolume shared(String name, boolean autoprovision) {
        return new PayloadVolume(
                name,
                "docker",
                null,
                new DockerVolume("shared", autoprovision, null, Map.of(), Map.of()));
    }

    private static Payloads.Container noting(String name, String then) {
        return container(
                        name,
                        "sh",
                        "-c",
                        "echo %1$s starts >> /log/order; %2$s trap 'echo %1$s ends >> /log/order; exit 0' TERM; while :; do sleep 0.1; done"
                                .formatted(name, then))
                .mount("log", "/log");
    }

    private List<String> lines() throws Exception {
        var file = folder.resolve("order");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static String name(String arn, String container) {
        return "ecs-web-3-" + container + "-" + TaskArn.id(arn);
    }
}

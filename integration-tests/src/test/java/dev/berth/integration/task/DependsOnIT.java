package dev.berth.integration.task;

import static dev.berth.integration.installation.Containers.hostVolume;
import static dev.berth.integration.installation.Containers.mount;
import static dev.berth.integration.installation.Ecs.container;
import static dev.berth.integration.installation.Ecs.whyStopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.ContainerCondition;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.VolumeFrom;

/** In which order the containers of a task start and stop. */
@OnEmbeddedDatabase
class DependsOnIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Installation berth;
    private final Ecs ecs;

    DependsOnIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
    }

    @AfterEach
    void clearUp() {
        ecs.stopEverything();
        Invariants.hold(berth);
    }

    @Test
    void containersStartAfterWhatTheyDependOnAndStopBeforeIt(@TempDir Path folder) {
        var keel = logging("keel", "").essential(false);
        var hull =
                logging("hull", "exit 3")
                        .essential(false)
                        .dependsOn(on("keel", ContainerCondition.SUCCESS));
        var mast =
                logging("mast", stoppingAs("mast"))
                        .healthCheck(h -> h.command("CMD-SHELL", "true").interval(5).retries(1))
                        .dependsOn(on("hull", ContainerCondition.COMPLETE));
        var sail =
                logging("sail", stoppingAs("sail"))
                        .dependsOn(on("mast", ContainerCondition.HEALTHY));
        var flag =
                logging("flag", stoppingAs("flag")).dependsOn(on("sail", ContainerCondition.START));
        var definition =
                ecs.register(
                        "order",
                        r -> r.volumes(hostVolume("log", folder)),
                        flag,
                        sail,
                        mast,
                        hull,
                        keel);

        var task = ecs.awaitRunning(ecs.run(definition));
        assertThat(container(task, "keel").exitCode()).isZero();
        assertThat(container(task, "hull").exitCode()).isEqualTo(3);
        ecs.stop(task, "enough");
        ecs.awaitStopped(task);

        assertThat(folder.resolve("order"))
                .hasContent(
                        """
                        keel
                        hull
                        mast
                        sail
                        flag
                        flag stops
                        sail stops
                        mast stops""");
    }

    @Test
    void aTaskWhoseDependencyFailsStopsWithoutTheContainerThatWaits() {
        var broken = Containers.shell("broken", "exit 1").essential(false);
        var main = Containers.idle("main").dependsOn(on("broken", ContainerCondition.SUCCESS));

        var stopped = ecs.awaitStopped(ecs.run(ecs.register("broken", main, broken)));

        assertThat(container(stopped, "broken").exitCode()).isEqualTo(1);
        assertThat(container(stopped, "main").exitCode()).as(whyStopped(stopped)).isNull();
        assertThat(container(stopped, "main").runtimeId()).isNull();
    }

    @Test
    void containersAreShownAsTheyComeWhileOthersWaitOrStillEnd(@TempDir Path folder) {
        var init =
                Containers.shell("init", "until test -e /log/go; do sleep 0.1; done")
                        .essential(false)
                        .mountPoints(mount("log", "/log"));
        var main =
                Containers.shell("main", "trap 'sleep 1; exit 7' TERM; sleep 100000 & wait")
                        .stopTimeout(60)
                        .dependsOn(on("init", ContainerCondition.SUCCESS));
        var side =
                Containers.shell("side", "trap '' TERM; while :; do sleep 0.1; done")
                        .essential(false)
                        .stopTimeout(8);
        var definition =
                ecs.register("shown", r -> r.volumes(hostVolume("log", folder)), main, init, side);
        var task = ecs.run(definition);

        Await.holds(
                "init runs while its task is PENDING",
                TIMEOUT,
                () -> {
                    var now = ecs.describe(task.taskArn());
                    assertThat(now.lastStatus()).isEqualTo("PENDING");
                    assertThat(container(now, "init").lastStatus()).isEqualTo("RUNNING");
                    assertThat(container(now, "init").runtimeId()).isNotNull();
                    assertThat(container(now, "main").lastStatus()).isEqualTo("PENDING");
                });
        assertThat(folder.resolve("go").toFile().mkdir()).isTrue();
        ecs.stop(ecs.awaitRunning(task), "enough");

        Await.holds(
                "main is STOPPED while its task still ends",
                TIMEOUT,
                () -> {
                    var now = ecs.describe(task.taskArn());
                    assertThat(now.lastStatus()).isNotEqualTo("STOPPED");
                    assertThat(container(now, "main").lastStatus()).isEqualTo("STOPPED");
                    assertThat(container(now, "main").exitCode()).isEqualTo(7);
                });
        ecs.awaitStopped(task);
    }

    @Test
    void aContainerThatIsNotEssentialAndCannotStartStopsNoTask() {
        var data = Containers.shell("data", "").essential(false).entryPoint("/no/such/program");
        var main =
                Containers.idle("main")
                        .dependsOn(on("data", ContainerCondition.START))
                        .volumesFrom(VolumeFrom.builder().sourceContainer("data").build());

        var running = ecs.awaitRunning(ecs.run(ecs.register("data", main, data)));

        assertThat(container(running, "data").lastStatus()).isEqualTo("STOPPED");
        assertThat(container(running, "data").reason()).contains("CannotStartContainerError");
    }

    @Test
    void whatWaitsGivesUpAfterTheStartTimeoutOfTheOther() {
        var slow = Containers.idle("slow").essential(false).startTimeout(1);
        var main = Containers.idle("main").dependsOn(on("slow", ContainerCondition.COMPLETE));

        var stopped = ecs.awaitStopped(ecs.run(ecs.register("slow", main, slow)));

        assertThat(container(stopped, "slow").runtimeId()).isNotNull();
        assertThat(container(stopped, "main").runtimeId()).isNull();
        assertThat(container(stopped, "main").reason())
                .startsWith("TaskDependencyError: ")
                .contains("slow");
    }

    @Test
    void aLinkedContainerIsReachedByItsAlias() {
        var web = Containers.web("web", 80, "aboard");
        var main =
                Containers.shell(
                                "main",
                                "for i in 1 2 3 4 5 6 7 8 9 10; do"
                                        + " [ \"$(wget -qO- http://boat)\" = aboard ] && exit 9;"
                                        + " sleep 1; done; exit 1")
                        .links("web:boat");

        var stopped = ecs.awaitStopped(ecs.run(ecs.register("linked", main, web)));

        assertThat(container(stopped, "main").exitCode()).as(whyStopped(stopped)).isEqualTo(9);
    }

    private static ContainerDefinition.Builder logging(String name, String then) {
        return Containers.shell(name, "echo %s >> /log/order; %s".formatted(name, then))
                .mountPoints(mount("log", "/log"));
    }

    private static String stoppingAs(String name) {
        return "trap 'echo %s stops >> /log/order; exit 0' TERM; sleep 100000 & wait"
                .formatted(name);
    }

    private static ContainerDependency on(String container, ContainerCondition condition) {
        return ContainerDependency.builder().containerName(container).condition(condition).build();
    }
}

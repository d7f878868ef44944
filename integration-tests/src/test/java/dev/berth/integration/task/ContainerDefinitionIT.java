package dev.berth.integration.task;

import static dev.berth.integration.installation.Containers.hostVolume;
import static dev.berth.integration.installation.Containers.mount;
import static dev.berth.integration.installation.Containers.tcp;
import static dev.berth.integration.installation.Containers.udp;
import static dev.berth.integration.installation.Containers.variable;
import static dev.berth.integration.installation.Ecs.container;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Http;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;
import software.amazon.awssdk.services.ecs.model.Volume;

/** What the members of a container definition become on a Docker host. */
@OnEmbeddedDatabase
class ContainerDefinitionIT {
    private final Installation berth;
    private final Ecs ecs;

    ContainerDefinitionIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
    }

    @AfterEach
    void clearUp() {
        ecs.stopEverything();
        Invariants.hold(berth);
    }

    @Test
    void theProgramRunsWithTheSettingsOfItsDefinition(@TempDir Path folder) throws Exception {
        var main =
                Containers.idle("main")
                        .entryPoint("sh", "-c")
                        .command(
                                "echo $(pwd) $(id -u):$(id -g) $GREETING > /out/seen;"
                                        + " trap 'exit 0' TERM; sleep 100000 & wait")
                        .workingDirectory("/tmp")
                        .user("1000:1001")
                        .environment(variable("GREETING", "good day"))
                        .mountPoints(mount("out", "/out"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        var definition = ecs.register("program", r -> r.volumes(hostVolume("out", folder)), main);

        ecs.awaitRunning(ecs.run(definition));

        Await.holds(
                "what the program saw",
                Duration.ofSeconds(10),
                () ->
                        assertThat(Files.readString(folder.resolve("seen")).strip())
                                .isEqualTo("/tmp 1000:1001 good day"));
    }

    @Test
    void aContainerBearsTheNameTheLimitsAndTheLabelsOfItsTask() {
        var main =
                Containers.idle("main")
                        .cpu(64)
                        .memory(24)
                        .memoryReservation(12)
                        .dockerLabels(Map.of("team", "harbour"))
                        .logConfiguration(
                                l ->
                                        l.logDriver(LogDriver.JSON_FILE)
                                                .options(
                                                        Map.of("max-file", "2", "max-size", "1m")));
        var task = ecs.awaitRunning(ecs.run(ecs.register("limits", main)));

        var inspected = inspect(task, "main");
        var id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        assertThat(inspected.getName()).startsWith("/ecs-limits-").endsWith("-main-" + id);
        var limits = inspected.getHostConfig();
        assertThat(limits.getMemory()).isEqualTo(24L << 20);
        assertThat(limits.getMemoryReservation()).isEqualTo(12L << 20);
        assertThat(limits.getCpuShares()).isEqualTo(64);
        assertThat(limits.getLogConfig().getConfig()).containsEntry("max-file", "2");
        assertThat(inspected.getConfig().getLabels())
                .containsEntry("team", "harbour")
                .containsEntry("com.amazonaws.ecs.task-arn", task.taskArn())
                .containsEntry("com.amazonaws.ecs.container-name", "main")
                .containsEntry("com.amazonaws.ecs.task-definition-family", "limits")
                .containsKey("com.amazonaws.ecs.task-definition-version")
                .containsKey("com.amazonaws.ecs.cluster")
                .containsEntry("dev.berth.instance", task.containerInstanceArn());
    }

    @Test
    void overridesReplaceCommandAndResourcesAndAddToTheEnvironment() {
        var main =
                Containers.shell("main", "exit 1")
                        .environment(variable("KEPT", "a"), variable("CHANGED", "b"));
        var definition = ecs.register("overrides", main);

        var override =
                ContainerOverride.builder()
                        .name("main")
                        .command("sh", "-c", "[ $KEPT$CHANGED$ADDED = acd ] && exit 42")
                        .environment(variable("CHANGED", "c"), variable("ADDED", "d"))
                        .cpu(20)
                        .memory(32)
                        .build();
        var task = ecs.run(definition, r -> r.overrides(o -> o.containerOverrides(override)));

        var stopped = ecs.awaitStopped(task.getFirst());
        assertThat(container(stopped, "main").exitCode()).isEqualTo(42);
        assertThat(stopped.overrides().containerOverrides()).containsExactly(override);
        assertThat(inspect(stopped, "main").getHostConfig().getMemory()).isEqualTo(32L << 20);
    }

    @Test
    void tasksShareAHostVolume(@TempDir Path folder) {
        var writer =
                Containers.shell("main", "echo cargo > /data/hold")
                        .mountPoints(mount("data", "/data"));
        var reader =
                Containers.shell(
                                "main",
                                "touch /data/hold 2>/dev/null; [ $? = 1 ] && grep cargo /data/hold")
                        .mountPoints(mount("data", "/data").copy(m -> m.readOnly(true)));

        for (var container : List.of(writer, reader)) {
            var definition =
                    ecs.register("volume", r -> r.volumes(hostVolume("data", folder)), container);
            var stopped = ecs.awaitStopped(ecs.run(definition));
            assertThat(container(stopped, "main").exitCode()).isZero();
        }
        assertThat(folder.resolve("hold")).hasContent("cargo");
    }

    @Test
    void containersOfOneTaskShareItsVolumeWithoutAPath() {
        var writer =
                Containers.shell(
                                "writer",
                                "echo x > /scratch/ready; trap 'exit 0' TERM; sleep 100000 & wait")
                        .mountPoints(mount("scratch", "/scratch"));
        var reader =
                Containers.shell(
                                "reader", "until [ -f /scratch/ready ]; do sleep 0.1; done; exit 9")
                        .mountPoints(mount("scratch", "/scratch"));
        var anonymous = Volume.builder().name("scratch").host(_ -> {}).build();
        var definition = ecs.register("scratch", r -> r.volumes(anonymous), writer, reader);

        var stopped = ecs.awaitStopped(ecs.run(definition));
        assertThat(container(stopped, "reader").exitCode()).isEqualTo(9);
    }

    @Test
    void severalContainersPublishTcpAndUdp() {
        var one = Containers.web("one", 80, "one").portMappings(tcp(80, 0));
        var two = Containers.web("two", 8080, "two").portMappings(tcp(8080, 18080), udp(53, 0));
        var task = ecs.awaitRunning(ecs.run(ecs.register("several", one, two)));

        var address = berth.addressOf(task);
        var first = container(task, "one").networkBindings();
        assertThat(Http.get(address, first.getFirst().hostPort())).isEqualTo("one");
        assertThat(Http.get(address, 18080)).isEqualTo("two");
        var second = container(task, "two").networkBindings();
        assertThat(second)
                .anySatisfy(
                        b -> {
                            assertThat(b.containerPort()).isEqualTo(8080);
                            assertThat(b.hostPort()).isEqualTo(18080);
                        })
                .anySatisfy(
                        b -> {
                            assertThat(b.containerPort()).isEqualTo(53);
                            assertThat(b.protocol()).isEqualTo(TransportProtocol.UDP);
                            assertThat(b.hostPort()).isPositive();
                        })
                .hasSize(2);
        Invariants.hold(berth);
    }

    @Test
    void inHostModeThePortOfTheContainerIsThatOfTheHost() {
        var web =
                Containers.web("web", 18081, "aboard")
                        .portMappings(PortMapping.builder().containerPort(18081).build());
        var definition = ecs.register("host", r -> r.networkMode(NetworkMode.HOST), web);
        var task = ecs.awaitRunning(ecs.run(definition));

        assertThat(container(task, "web").networkBindings())
                .singleElement()
                .satisfies(b -> assertThat(b.hostPort()).isEqualTo(18081));
        assertThat(Http.get(berth.addressOf(task), 18081)).isEqualTo("aboard");
        Invariants.hold(berth);
    }

    @Test
    void inNoneModeThereIsNothingButLoopback() {
        var main = Containers.shell("main", "exit $(($(ls /sys/class/net | grep -vc '^lo$')))");
        var definition = ecs.register("none", r -> r.networkMode(NetworkMode.NONE), main);

        var stopped = ecs.awaitStopped(ecs.run(definition));
        assertThat(container(stopped, "main").exitCode()).isZero();
        assertThat(container(stopped, "main").networkBindings()).isEmpty();
    }

    private InspectContainerResponse inspect(Task task, String container) {
        var host = berth.hostOf(task);
        return host.client().inspectContainerCmd(container(task, container).runtimeId()).exec();
    }
}

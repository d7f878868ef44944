package dev.berth.integration.task;

import static dev.berth.integration.installation.Ecs.container;
import static dev.berth.integration.installation.Ecs.whyStopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Device;
import software.amazon.awssdk.services.ecs.model.DeviceCgroupPermission;
import software.amazon.awssdk.services.ecs.model.HostEntry;
import software.amazon.awssdk.services.ecs.model.SystemControl;
import software.amazon.awssdk.services.ecs.model.Tmpfs;
import software.amazon.awssdk.services.ecs.model.Ulimit;
import software.amazon.awssdk.services.ecs.model.UlimitName;

/** What a container definition says to kernel and Docker, seen from inside the container. */
@OnEmbeddedDatabase
class LinuxParametersIT {
    private final Installation berth;
    private final Ecs ecs;

    LinuxParametersIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
    }

    @AfterEach
    void clearUp() {
        ecs.stopEverything();
        Invariants.hold(berth);
    }

    @Test
    void namesAndAddressesAreThoseOfTheDefinition() {
        holds(
                Containers.idle("main")
                        .hostname("ship")
                        .dnsServers("10.9.8.7")
                        .dnsSearchDomains("harbour.example")
                        .extraHosts(
                                HostEntry.builder().hostname("pier").ipAddress("10.0.0.3").build()),
                "[ $(hostname) = ship ]",
                "grep -q 'nameserver 10.9.8.7' /etc/resolv.conf",
                "grep -q 'search harbour.example' /etc/resolv.conf",
                "grep -q '10.0.0.3.*pier' /etc/hosts");
    }

    @Test
    void withoutNetworkingThereIsNothingButLoopback() {
        holds(
                Containers.idle("main").disableNetworking(true),
                "[ $(tail -n +3 /proc/net/dev | grep -vc lo:) = 0 ]");
    }

    @Test
    void limitsAndControlsOfTheKernelAreSet() {
        holds(
                Containers.idle("main")
                        .ulimits(
                                Ulimit.builder()
                                        .name(UlimitName.NOFILE)
                                        .softLimit(123)
                                        .hardLimit(456)
                                        .build())
                        .systemControls(
                                SystemControl.builder()
                                        .namespace("net.core.somaxconn")
                                        .value("99")
                                        .build()),
                "[ $(ulimit -n) = 123 ]",
                "[ $(ulimit -Hn) = 456 ]",
                "[ $(cat /proc/sys/net/core/somaxconn) = 99 ]");
    }

    @Test
    void capabilitiesAreAddedAndDropped() {
        var effective = "0x$(grep CapEff /proc/self/status | cut -f 2)";
        holds(
                Containers.idle("main")
                        .linuxParameters(
                                l -> l.capabilities(c -> c.add("NET_ADMIN").drop("CHOWN"))),
                "[ $(( %s >> 12 & 1 )) = 1 ]".formatted(effective),
                "[ $(( %s & 1 )) = 0 ]".formatted(effective),
                "! chown 1 /tmp");
    }

    @Test
    void mountsAndDevicesAreThere() {
        holds(
                Containers.idle("main")
                        .readonlyRootFilesystem(true)
                        .linuxParameters(
                                l ->
                                        l.sharedMemorySize(8)
                                                .tmpfs(
                                                        Tmpfs.builder()
                                                                .containerPath("/scratch")
                                                                .size(4)
                                                                .mountOptions("noexec")
                                                                .build())
                                                .devices(
                                                        Device.builder()
                                                                .hostPath("/dev/zero")
                                                                .containerPath("/dev/hold")
                                                                .permissions(
                                                                        DeviceCgroupPermission.READ)
                                                                .build())),
                "! touch /x",
                "grep -q ' /scratch tmpfs .*noexec.*size=4096k' /proc/mounts",
                "touch /scratch/x",
                "grep -q ' /dev/shm .*size=8192k' /proc/mounts",
                "head -c 4 /dev/hold | wc -c | grep -q 4");
    }

    @Test
    void theFirstProcessIsDockersInitAndHasATerminal() {
        holds(
                Containers.idle("main")
                        .interactive(true)
                        .pseudoTerminal(true)
                        .dockerSecurityOptions("no-new-privileges")
                        .linuxParameters(l -> l.initProcessEnabled(true)),
                "grep -q init /proc/1/comm",
                "[ -t 0 ]",
                "grep -q 'NoNewPrivs:.*1' /proc/self/status");
    }

    /** Runs the conditions in a container; its exit code is the number of the first that fails. */
    private void holds(ContainerDefinition.Builder main, String... conditions) {
        var script = new StringBuilder();
        for (int i = 0; i < conditions.length; i++) {
            script.append("{ ").append(conditions[i]).append("; } || exit ").append(i + 1);
            script.append('\n');
        }
        script.append("exit 77");
        var task = ecs.run(ecs.register("linux", main.command("sh", "-c", script.toString())));

        var stopped = ecs.awaitStopped(task);
        assertThat(container(stopped, "main").exitCode()).as(whyStopped(stopped)).isEqualTo(77);
    }
}

package dev.berth.ecs.taskdefinition;

import static dev.berth.ecs.SharedServer.Running.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import dev.berth.http.TestPort;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Device;
import software.amazon.awssdk.services.ecs.model.HostEntry;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.SystemControl;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.ecs.model.Tmpfs;
import software.amazon.awssdk.services.ecs.model.Ulimit;
import software.amazon.awssdk.services.ecs.model.UlimitName;
import software.amazon.awssdk.services.ecs.model.Volume;

@ExtendWith(SharedServer.class)
class TaskDefinitionOperationsTest {
    private final Running server;
    private final EcsClient ecs;

    TaskDefinitionOperationsTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
    }

    @Test
    void whatWasRegisteredIsDescribedWithItsDefaults() {
        var family = server.name();
        ecs.registerTaskDefinition(r -> r.family(family).containerDefinitions(container()));

        var described = describe(family);

        assertThat(described.taskDefinitionArn())
                .isEqualTo("arn:aws:ecs:eu-test-1:123456789012:task-definition/" + family + ":1");
        assertThat(described.revision()).isEqualTo(1);
        assertThat(described.status()).isEqualTo(TaskDefinitionStatus.ACTIVE);
        assertThat(described.compatibilities())
                .as("in the order in which ECS lists them")
                .containsExactly(Compatibility.EXTERNAL, Compatibility.EC2);
        assertThat(described.registeredBy())
                .isEqualTo("arn:aws:iam::123456789012:user/" + TestPort.KEY.accessKeyId());
        assertThat(described.registeredAt()).isNotNull();
        assertThat(described.hasVolumes()).isTrue();
        assertThat(described.networkMode()).isNull();
        assertThat(described.containerDefinitions())
                .singleElement()
                .satisfies(
                        container -> {
                            assertThat(container.cpu()).isZero();
                            assertThat(container.essential()).isTrue();
                            assertThat(container.hasEnvironment()).isTrue();
                            assertThat(container.hasMountPoints()).isTrue();
                            assertThat(container.hasPortMappings()).isTrue();
                            assertThat(container.hasVolumesFrom()).isTrue();
                            assertThat(container.hasCommand()).isFalse();
                        });
    }

    /** Terraform compares what it sent with what comes back. */
    @Test
    void emptyStructuresAreReturnedAsSent() {
        var family = server.name();
        var registered =
                ecs.registerTaskDefinition(
                                r ->
                                        r.family(family)
                                                .volumes(
                                                        Volume.builder()
                                                                .name("temporary")
                                                                .host(h -> {})
                                                                .build(),
                                                        Volume.builder().name("another").build())
                                                .containerDefinitions(
                                                        container().toBuilder()
                                                                .linuxParameters(l -> {})
                                                                .ulimits(List.of())
                                                                .dockerLabels(Map.of())
                                                                .build()))
                        .taskDefinition();

        var described = describe(family);
        assertThat(described).isEqualTo(registered);
        assertThat(described.volumes().getFirst().host()).isNotNull();
        assertThat(described.volumes().getLast().host()).isNull();
        var container = described.containerDefinitions().getFirst();
        assertThat(container.linuxParameters()).isNotNull();
        assertThat(container.healthCheck()).isNull();
        assertThat(container.hasUlimits()).isTrue();
        assertThat(container.hasDockerLabels()).isTrue();
        assertThat(container.hasDependsOn()).isFalse();
    }

    @Test
    void everyMemberThatIsBuiltIsKept() {
        var container =
                ContainerDefinition.builder()
                        .name("main")
                        .image("busybox@sha256:0123456789abcdef0123456789abcdef")
                        .command("a", "b")
                        .entryPoint("c")
                        .workingDirectory("/w")
                        .user("1:2")
                        .environment(KeyValuePair.builder().name("A").value("b").build())
                        .essential(true)
                        .cpu(7)
                        .memory(64)
                        .memoryReservation(32)
                        .portMappings(
                                PortMapping.builder()
                                        .containerPort(53)
                                        .hostPort(5353)
                                        .protocol("udp")
                                        .build())
                        .stopTimeout(9)
                        .dockerLabels(Map.of("k", "v"))
                        .mountPoints(
                                MountPoint.builder()
                                        .sourceVolume("data")
                                        .containerPath("/d")
                                        .readOnly(true)
                                        .build())
                        .logConfiguration(
                                l ->
                                        l.logDriver(LogDriver.JSON_FILE)
                                                .options(Map.of("max-size", "1m")))
                        .volumesFrom(List.of())
                        .systemControls(
                                SystemControl.builder()
                                        .namespace("net.core.somaxconn")
                                        .value("512")
                                        .build())
                        .healthCheck(
                                h ->
                                        h.command("CMD-SHELL", "true")
                                                .interval(30)
                                                .timeout(5)
                                                .retries(3))
                        .hostname("ship")
                        .linuxParameters(
                                l ->
                                        l.capabilities(c -> c.add("NET_ADMIN").drop("MKNOD"))
                                                .initProcessEnabled(true)
                                                .sharedMemorySize(64)
                                                .maxSwap(0)
                                                .swappiness(10)
                                                .tmpfs(
                                                        Tmpfs.builder()
                                                                .containerPath("/tmp")
                                                                .size(8)
                                                                .build())
                                                .devices(
                                                        Device.builder()
                                                                .hostPath("/dev/fuse")
                                                                .build()))
                        .ulimits(
                                Ulimit.builder()
                                        .name(UlimitName.NOFILE)
                                        .softLimit(64)
                                        .hardLimit(128)
                                        .build())
                        .privileged(true)
                        .readonlyRootFilesystem(true)
                        .dockerSecurityOptions("no-new-privileges")
                        .dnsServers("10.0.0.2")
                        .dnsSearchDomains("harbour.example")
                        .extraHosts(
                                HostEntry.builder().hostname("pier").ipAddress("10.0.0.3").build())
                        .interactive(true)
                        .pseudoTerminal(true)
                        .build();
        var family = server.name();
        var request =
                RegisterTaskDefinitionRequest.builder()
                        .family(family)
                        .taskRoleArn("arn:aws:iam::123456789012:role/task")
                        .executionRoleArn("execution")
                        .networkMode(NetworkMode.BRIDGE)
                        .requiresCompatibilities(Compatibility.EC2)
                        .volumes(
                                Volume.builder().name("data").host(h -> h.sourcePath("/s")).build())
                        .containerDefinitions(container)
                        .build();

        ecs.registerTaskDefinition(request);

        var described = describe(family);
        assertThat(described.containerDefinitions()).containsExactly(container);
        assertThat(described.volumes()).isEqualTo(request.volumes());
        assertThat(described.taskRoleArn()).isEqualTo(request.taskRoleArn());
        assertThat(described.executionRoleArn()).isEqualTo("execution");
        assertThat(described.networkMode()).isEqualTo(NetworkMode.BRIDGE);
        assertThat(described.requiresCompatibilities()).containsExactly(Compatibility.EC2);
    }

    @Test
    void inHostModeAPortMappingIsTheSamePortOfTheHost() {
        var family = server.name();
        var mapping = PortMapping.builder().containerPort(80).build();
        ecs.registerTaskDefinition(
                r ->
                        r.family(family)
                                .networkMode(NetworkMode.HOST)
                                .containerDefinitions(
                                        container().toBuilder().portMappings(mapping).build()));

        assertThat(describe(family).containerDefinitions().getFirst().portMappings())
                .containsExactly(
                        PortMapping.builder()
                                .containerPort(80)
                                .hostPort(80)
                                .protocol("tcp")
                                .build());
    }

    @Test
    void aMemberThatIsNotBuiltIsRefusedByNameAndRegistersNothing() {
        var family = server.name();
        var secret = Secret.builder().name("KEY").valueFrom("arn").build();

        assertThat(
                        catchThrowableOfType(
                                InvalidParameterException.class,
                                () ->
                                        ecs.registerTaskDefinition(
                                                r ->
                                                        r.family(family)
                                                                .containerDefinitions(
                                                                        container().toBuilder()
                                                                                .secrets(secret)
                                                                                .build()))))
                .hasMessageContaining(
                        "RegisterTaskDefinition does not support"
                                + " containerDefinitions[0].secrets yet.");
        assertThat(
                        catchThrowableOfType(
                                InvalidParameterException.class,
                                () ->
                                        ecs.registerTaskDefinition(
                                                r ->
                                                        r.family(family)
                                                                .ephemeralStorage(
                                                                        e -> e.sizeInGiB(30))
                                                                .containerDefinitions(
                                                                        container()))))
                .hasMessageContaining("does not support ephemeralStorage yet");
        assertUnknown(family);
    }

    @Test
    void revisionNumbersContinueAfterDeregistration() {
        var family = register(2);

        var deregistered =
                ecs.deregisterTaskDefinition(r -> r.taskDefinition(family + ":2")).taskDefinition();

        assertThat(deregistered.status()).isEqualTo(TaskDefinitionStatus.INACTIVE);
        assertThat(deregistered.deregisteredAt()).isNotNull();
        assertThat(describe(family).revision()).isEqualTo(1);
        assertThat(describe(family + ":2").status()).isEqualTo(TaskDefinitionStatus.INACTIVE);
        ecs.registerTaskDefinition(r -> r.family(family).containerDefinitions(container()));
        assertThat(describe(family).revision()).isEqualTo(3);
    }

    @Test
    void aDeregistrationNamesItsRevision() {
        var family = register(1);

        assertThat(
                        catchThrowableOfType(
                                ClientException.class,
                                () -> ecs.deregisterTaskDefinition(r -> r.taskDefinition(family))))
                .hasMessageContaining("Revision is missing.");
        assertThat(
                        catchThrowableOfType(
                                ClientException.class,
                                () ->
                                        ecs.deregisterTaskDefinition(
                                                r -> r.taskDefinition(family + ":x"))))
                .hasMessageContaining("Invalid revision number. Number: x");
    }

    @Test
    void whatWasNeverRegisteredCannotBeDescribed() {
        var family = register(1);

        assertUnknown(server.name());
        assertUnknown(family + ":2");
        ecs.deregisterTaskDefinition(r -> r.taskDefinition(family + ":1"));
        assertUnknown(family);
    }

    private void assertUnknown(String name) {
        assertThat(catchThrowableOfType(ClientException.class, () -> describe(name)))
                .hasMessageContaining("Unable to describe task definition.");
    }

    private String register(int revisions) {
        var family = server.name();
        for (int i = 0; i < revisions; i++) {
            registerFamily(family);
        }
        return family;
    }

    private String registerFamily(String family) {
        ecs.registerTaskDefinition(r -> r.family(family).containerDefinitions(container()));
        return family;
    }

    private TaskDefinition describe(String name) {
        return ecs.describeTaskDefinition(r -> r.taskDefinition(name)).taskDefinition();
    }
}

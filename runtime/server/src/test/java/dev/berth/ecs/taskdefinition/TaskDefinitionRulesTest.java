package dev.berth.ecs.taskdefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.wire.ApiException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;
import software.amazon.awssdk.services.ecs.model.Volume;

class TaskDefinitionRulesTest {

    @Test
    void aDefinitionThatSaysWhatIsNeededIsAccepted() {
        accepted(request(c -> c));
        accepted(request(c -> c.memory(null).memoryReservation(6)));
        accepted(request(c -> c.memory(64).memoryReservation(64)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "ä", "a:1"})
    void aFamilyHasLettersDigitsHyphensAndUnderscores(String family) {
        refused(request(c -> c).family(family), "family can have up to 255");
    }

    @Test
    void theTextsThatClientsKnowAreAmazons() {
        refused(request(c -> c.name(null)), "Container.name should not be null or empty.");
        refused(request(c -> c.image(" ")), "Container.image should not be null or empty.");
        refused(
                request(c -> c.memory(null)),
                "Invalid setting for container 'main'. At least one of 'memory' or"
                        + " 'memoryReservation' must be specified.");
    }

    @Test
    void containersHaveDifferentNames() {
        refused(
                request(c -> c).containerDefinitions(container().build(), container().build()),
                "The container name 'main' occurs more than once.");
    }

    @Test
    void oneContainerIsEssentialAndThereAreAtMostTen() {
        refused(request(c -> c.essential(false)), "At least one container must be essential.");
        refused(request(c -> c).containerDefinitions(List.of()), "Container list cannot be empty.");
        var eleven =
                IntStream.range(0, 11).mapToObj(i -> container().name("c" + i).build()).toList();
        refused(request(c -> c).containerDefinitions(eleven), "at most 10 containers");
    }

    @Test
    void limitsAreWithinWhatDockerTakes() {
        refused(request(c -> c.memory(5)), "must be at least 6 MiB");
        refused(request(c -> c.memoryReservation(0)), "must be at least 6 MiB");
        refused(
                request(c -> c.memory(32).memoryReservation(33)),
                "memory must not be less than memoryReservation");
        refused(request(c -> c.cpu(-1)), "cpu must be between 0 and 262144 units");
    }

    @Test
    void onlyNetworkModesThatAreBuiltAreAccepted() {
        accepted(request(c -> c).networkMode(NetworkMode.HOST));
        accepted(request(c -> c).networkMode(NetworkMode.NONE));
        refused(request(c -> c).networkMode(NetworkMode.AWSVPC), "awsvpc is not supported yet");
        refused(request(c -> c).networkMode("macvlan"), "must be bridge, host or none");
    }

    @Test
    void tasksRunOnContainerInstances() {
        accepted(
                request(c -> c).requiresCompatibilities(Compatibility.EC2, Compatibility.EXTERNAL));
        refused(
                request(c -> c).requiresCompatibilities(Compatibility.FARGATE),
                "FARGATE alone is not supported");
        accepted(request(c -> c).requiresCompatibilities(Compatibility.EC2, Compatibility.FARGATE));
    }

    @Test
    void portsAreWithinTheirRange() {
        accepted(request(c -> c.portMappings(port(80, 0))));
        accepted(request(c -> c.portMappings(port(80, null), port(80, 8080))));
        refused(request(c -> c.portMappings(port(null, 80))), "containerPort must be between 1");
        refused(request(c -> c.portMappings(port(0, 80))), "containerPort must be between 1");
        refused(request(c -> c.portMappings(port(80, 65_536))), "hostPort must be between 0");
        refused(
                request(c -> c.portMappings(port(80, 0).toBuilder().protocol("sctp").build())),
                "protocol must be tcp or udp");
    }

    @Test
    void aHostPortHasOneOwnerWithinATaskAndTcpAndUdpHavePortsOfTheirOwn() {
        refused(
                request(c -> c.portMappings(port(80, 8080), port(81, 8080))),
                "the host port 8080/tcp is used by another port mapping");
        accepted(
                request(
                        c ->
                                c.portMappings(
                                        port(80, 8080),
                                        port(80, 8080).toBuilder()
                                                .protocol(TransportProtocol.UDP)
                                                .build())));
        refused(
                request(c -> c.portMappings(port(80, 8080)))
                        .containerDefinitions(
                                container().portMappings(port(80, 8080)).build(),
                                container().name("b").portMappings(port(90, 8080)).build()),
                "Container 'b': the host port 8080/tcp is used");
    }

    @Test
    void inHostModeTheHostsPortIsTheContainers() {
        var host = NetworkMode.HOST;
        accepted(request(c -> c.portMappings(port(80, 80))).networkMode(host));
        accepted(request(c -> c.portMappings(port(80, null))).networkMode(host));
        refused(
                request(c -> c.portMappings(port(80, 81))).networkMode(host),
                "When networkMode=host, the host ports and container ports in port mappings must"
                        + " match.");
        refused(
                request(c -> c.portMappings(port(80, null), port(80, 80))).networkMode(host),
                "the host port 80/tcp is used");
    }

    @Test
    void withoutANetworkThereAreNoPorts() {
        refused(
                request(c -> c.portMappings(port(80, 80))).networkMode(NetworkMode.NONE),
                "portMappings are not supported when networkMode=none");
    }

    @Test
    void aMountPointNamesAVolumeAndAnAbsolutePath() {
        var mounted = request(c -> c.mountPoints(mount("data", "/x")));
        accepted(mounted.volumes(volume("data", "/srv")));
        accepted(mounted.volumes(volume("data", null)));
        refused(mounted.volumes(List.of()), "Unknown volume 'data'");
        refused(mounted.volumes(volume("data", "srv")), "host.sourcePath must be an absolute path");
        refused(
                mounted.volumes(volume("data", "/a"), volume("data", "/b")),
                "The volume name 'data' occurs more than once.");
        refused(
                request(c -> c.mountPoints(mount("data", "x"))).volumes(volume("data", "/srv")),
                "containerPath of a mount point must be an absolute path");
        refused(
                request(c -> c.mountPoints(mount("data", "/x"), mount("data", "/x")))
                        .volumes(volume("data", "/srv")),
                "'/x' is mounted twice");
    }

    @Test
    void whatDockerWouldRefuseIsRefusedAtOnce() {
        refused(request(c -> c.workingDirectory("x")), "workingDirectory must be an absolute path");
        refused(request(c -> c.stopTimeout(-1)), "stopTimeout must not be negative");
        refused(
                request(c -> c.environment(KeyValuePair.builder().value("x").build())),
                "every variable of environment needs a name");
        refused(
                request(c -> c.dockerLabels(Map.of("dev.berth.instance", "x"))),
                "reserved for the agent");
        accepted(request(c -> c.dockerLabels(Map.of("traefik.enable", "true"))));
    }

    private static RegisterTaskDefinitionRequest.Builder request(
            UnaryOperator<ContainerDefinition.Builder> change) {
        return RegisterTaskDefinitionRequest.builder()
                .family("web")
                .containerDefinitions(change.apply(container()).build());
    }

    private static ContainerDefinition.Builder container() {
        return ContainerDefinition.builder().name("main").image("busybox").memory(32);
    }

    private static PortMapping port(Integer container, Integer host) {
        return PortMapping.builder().containerPort(container).hostPort(host).build();
    }

    private static MountPoint mount(String volume, String path) {
        return MountPoint.builder().sourceVolume(volume).containerPath(path).build();
    }

    private static Volume volume(String name, String path) {
        return Volume.builder().name(name).host(h -> h.sourcePath(path)).build();
    }

    private static void accepted(RegisterTaskDefinitionRequest.Builder request) {
        assertThatNoException().isThrownBy(() -> TaskDefinitionRules.check(request.build()));
    }

    private static void refused(RegisterTaskDefinitionRequest.Builder request, String sentence) {
        var refusal =
                catchThrowableOfType(
                        ApiException.class, () -> TaskDefinitionRules.check(request.build()));
        assertThat(refusal).isNotNull().hasMessageContaining(sentence);
        assertThat(refusal.code()).isEqualTo("ClientException");
    }
}

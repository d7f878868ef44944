package dev.berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.agent.json.Json;
import dev.berth.agent.task.Payloads;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadDockerConfig;
import dev.berth.protocol.agent.payload.PayloadMountPoint;
import dev.berth.protocol.agent.payload.PayloadTask;
import dev.berth.protocol.agent.payload.PayloadVolume;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerDocumentTest {
    private static final String TASK = "arn:aws:ecs:us-east-1:000000000000:task/default/1111";

    @Test
    void everyMemberHasItsPlace() throws Exception {
        var document = compile(null, null, "bridge");
        assertThat(document)
                .isEqualTo(
                        Json.MAPPER.readTree(
                                """
                                {"Image":"busybox","Cmd":["sh","-c","x"],"Entrypoint":["/init"],"Env":["A=1"],
                                 "ExposedPorts":{"80/tcp":{},"53/udp":{}},
                                 "HostConfig":{"CpuShares":64,"Memory":33554432,"NetworkMode":"bridge",
                                   "Binds":["/var/log:/logs:ro","ecs-web-3-scratch-1111:/scratch"],
                                   "PortBindings":{"80/tcp":[{"HostPort":"40000"},{"HostPort":"40001"}],"53/udp":[{"HostPort":"53"}]}},
                                 "Labels":{"com.amazonaws.ecs.cluster":"default","com.amazonaws.ecs.container-name":"main",
                                   "com.amazonaws.ecs.task-arn":"%s","com.amazonaws.ecs.task-definition-family":"web",
                                   "com.amazonaws.ecs.task-definition-version":"3","dev.berth.instance":"instance"}}"""
                                        .formatted(TASK)));
    }

    @Test
    void anEmptyCommandInTheOverridesIsAsIfAbsent() throws Exception {
        for (var overrides : List.of("{\"command\":[]}", "{\"command\":null}", "{}")) {
            var container = Payloads.container("main", "sh", "-c").overrides(overrides).build();
            var document =
                    new ContainerDocument("i", "default", Payloads.task(container), container)
                            .compile("1111", List.of());
            assertThat(document.path("Cmd")).hasToString("[\"sh\",\"-c\"]");
        }
    }

    @Test
    void fragmentsWinAndMapsAreJoined() throws Exception {
        var document =
                compile(
                        """
                        {"User":"1","env":["B=2"],"Cmd":null,"HostConfig":{"Privileged":true},"Later":{"Member":1}}""",
                        """
                        {"memory":8388608,"PortBindings":{"90/tcp":[{"HostPort":"90"}]},"Ulimits":[{"Name":"nofile","Soft":1,"Hard":2}]}""",
                        "bridge");
        assertThat(document.path("User").asText()).isEqualTo("1");
        assertThat(document.path("Env")).hasToString("[\"B=2\"]");
        assertThat(document.path("Cmd")).hasSize(3);
        assertThat(document.at("/Later/Member").asInt()).isEqualTo(1);
        var host = document.path("HostConfig");
        assertThat(host.has("Privileged")).isFalse();
        assertThat(host.path("Memory").asInt()).isEqualTo(8388608);
        assertThat(host.path("PortBindings").propertyStream().map(Map.Entry::getKey))
                .containsExactly("80/tcp", "53/udp", "90/tcp");
        assertThat(host.at("/Ulimits/0/Hard").asInt()).isEqualTo(2);
    }

    @Test
    void noTaskCanShedOrForgeTheLabelsOfTheAgent() throws Exception {
        var document =
                compile(
                        """
                        {"labels":{"mine":"yes","dev.berth.instance":"other","com.amazonaws.ecs.task-arn":"other"}}""",
                        null,
                        "bridge");
        var labels = document.path("labels");
        assertThat(document.has("Labels")).isFalse();
        assertThat(labels.path("mine").asText()).isEqualTo("yes");
        assertThat(labels.path("dev.berth.instance").asText()).isEqualTo("instance");
        assertThat(labels.path("com.amazonaws.ecs.task-arn").asText()).isEqualTo(TASK);
    }

    @Test
    void aFragmentThatIsNoJsonObjectIsRefusedWithoutBeingQuoted() {
        assertThatThrownBy(() -> compile("{\"User\":\"secret", null, "bridge"))
                .isInstanceOf(InvalidContainerException.class)
                .hasMessageStartingWith("DockerClientConfigError: ")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> compile(null, "[1]", "bridge"))
                .isInstanceOf(InvalidContainerException.class)
                .hasMessageStartingWith("HostConfigError: ");
    }

    @Test
    void theNetworkOfAContainerIsThatOfItsFragmentElseOfItsTask() {
        assertThat(mode(null, "bridge")).isEqualTo("bridge");
        assertThat(mode(null, null)).isEqualTo("bridge");
        assertThat(mode(null, "host")).isEqualTo("host");
        assertThat(mode("{\"NetworkMode\":\"none\"}", "host")).isEqualTo("none");
        assertThat(mode("{\"NetworkMode\":\"default\"}", "host")).isEqualTo("host");
        assertThat(
                        ContainerDocument.publishesPorts(
                                task("host", container(null, null)), container(null, null)))
                .isFalse();
    }

    @Test
    void imagesAreSplitAsDockersCommandLineSplitsThem() {
        assertThat(ImageName.parse("busybox")).isEqualTo(new ImageName("busybox", "latest"));
        assertThat(ImageName.parse("a/b:1")).isEqualTo(new ImageName("a/b", "1"));
        assertThat(ImageName.parse("127.0.0.1:5000/a"))
                .isEqualTo(new ImageName("127.0.0.1:5000/a", "latest"));
        assertThat(ImageName.parse("r:5000/a:2")).isEqualTo(new ImageName("r:5000/a", "2"));
        assertThat(ImageName.parse("a@sha256:00")).isEqualTo(new ImageName("a", "sha256:00"));
    }

    @Test
    void aDigestIsThatOfTheImagesOwnRepository() {
        var listed = List.of("me/mybusybox@sha256:01", "busybox@sha256:02", "busybox@sha256:03");
        assertThat(ImageName.parse("busybox:1").digest(listed)).contains("sha256:02");
        assertThat(ImageName.parse("docker.io/library/busybox").digest(listed))
                .contains("sha256:02");
        assertThat(ImageName.parse("busybox@sha256:03").digest(listed)).contains("sha256:03");
        assertThat(ImageName.parse("me/mybusybox").digest(listed)).contains("sha256:01");
        assertThat(ImageName.parse("mybusybox").digest(listed)).isEmpty();
        assertThat(ImageName.parse("box").digest(listed)).isEmpty();
    }

    @Test
    void theVersionSpokenIsTheNewestThatBothSidesKnow() {
        assertThat(DockerApiVersion.negotiate(DockerApiVersion.parse("1.41"))).hasToString("1.41");
        assertThat(DockerApiVersion.negotiate(DockerApiVersion.parse("1.52"))).hasToString("1.44");
    }

    private static JsonNode compile(String config, String hostConfig, String network)
            throws Exception {
        var container = container(config, hostConfig);
        var document =
                new ContainerDocument("instance", "default", task(network, container), container)
                        .compile(
                                "1111",
                                List.of(
                                        new PublishedPort(80, 40000, "tcp", true),
                                        new PublishedPort(80, 40001, "tcp", true),
                                        new PublishedPort(53, 53, "udp", false)));
        return Json.MAPPER.readTree(document.toString());
    }

    private static String mode(String hostConfig, String network) {
        var container = container(null, hostConfig);
        return ContainerDocument.networkMode(task(network, container), container);
    }

    private static PayloadTask task(String networkMode, PayloadContainer container) {
        return new PayloadTask(
                TASK,
                "RUNNING",
                "web",
                "3",
                null,
                null,
                networkMode,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(container),
                List.of(
                        new PayloadVolume("logs", "host", new PayloadVolume.Host("/var/log")),
                        new PayloadVolume("scratch", "host", new PayloadVolume.Host(null))));
    }

    private static PayloadContainer container(String config, String hostConfig) {
        return new PayloadContainer(
                "main",
                "busybox",
                true,
                List.of("sh", "-c", "x"),
                List.of("/init"),
                Map.of("A", "1"),
                64,
                32,
                List.of(),
                List.of(
                        new PayloadMountPoint("logs", "/logs", true),
                        new PayloadMountPoint("scratch", "/scratch", false)),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                "{}",
                new PayloadDockerConfig(config, hostConfig, "1.29"));
    }
}

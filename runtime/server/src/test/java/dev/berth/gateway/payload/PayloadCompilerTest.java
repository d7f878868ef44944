package dev.berth.gateway.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.domain.task.Progress;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskDefinition;
import dev.berth.domain.taskdefinition.TaskShape;
import dev.berth.ecs.Arns;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.PayloadMessage;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadPortMapping;
import dev.berth.protocol.agent.payload.PayloadTask;
import dev.berth.protocol.agent.payload.PayloadVolume;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;

class PayloadCompilerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String DOCUMENT =
            """
            {"family":"web","containerDefinitions":[{"name":"main","image":"busybox:1","cpu":64,"memory":32,
             "memoryReservation":16,"essential":true,"command":["httpd"],"entryPoint":["/bin/sh"],
             "workingDirectory":"/www","user":"nobody","stopTimeout":7,
             "environment":[{"name":"A","value":"1"},{"name":"B","value":"2"}],
             "dockerLabels":{"team":"core"},
             "portMappings":[{"containerPort":80,"hostPort":0,"protocol":"tcp"},{"containerPort":53,"hostPort":5353,"protocol":"udp"}],
             "mountPoints":[{"sourceVolume":"data","containerPath":"/data","readOnly":true}],
             "logConfiguration":{"logDriver":"json-file","options":{"max-size":"1m"}}}],
             "volumes":[{"name":"data","host":{"sourcePath":"/srv"}}]}""";

    private final PayloadCompiler compiler =
            new PayloadCompiler(new Arns("us-east-1", "000000000000"));

    private PayloadContainer compiled(String overrides) {
        var payload = payload(DOCUMENT, overrides);
        assertThat(payload.arn()).isEqualTo("arn:aws:ecs:us-east-1:000000000000:task/default/t1");
        assertThat(payload.version()).isEqualTo("3");
        assertThat(payload.volumes())
                .containsExactly(new PayloadVolume("data", "host", new PayloadVolume.Host("/srv")));
        return payload.containers().getFirst();
    }

    private PayloadTask payload(String document, String overrides) {
        return payload(document, overrides, Map.of());
    }

    private PayloadTask payload(String document, String overrides, Map<String, String> digests) {
        var shape = new TaskShape(NetworkMode.BRIDGE, List.of(), Set.of());
        var definition =
                new TaskDefinition.Registered("web", 3, document, shape, "me", Instant.EPOCH);
        var spec =
                new TaskSpec(
                        "default",
                        "t1",
                        "i1",
                        "web",
                        3,
                        "family:web",
                        null,
                        "EC2",
                        overrides,
                        64,
                        16,
                        List.of(new ContainerSpec("main", "c1", "busybox:1", true, 128, 48, 16)));
        var progress = new Progress(HashTreePMap.empty(), Instant.EPOCH, null, null, null, null, 1);
        return compiler.compile(definition, new Task.Active(spec, progress, null), digests);
    }

    @Test
    void anImageThatIsResolvedIsNamedByItsDigest() {
        var digest = "sha256:" + "0a".repeat(32);
        for (var image :
                List.of(
                        "busybox:1 | busybox",
                        "busybox | busybox",
                        "r:5000/team/app | r:5000/team/app",
                        "r:5000/team/app:2 | r:5000/team/app")) {
            var written = image.split(" \\| ");
            assertThat(image(written[0], "", digest)).isEqualTo(written[1] + "@" + digest);
        }
    }

    @Test
    void anImageStaysAsWrittenWhereItsDigestIsNotToBeUsed() {
        var digest = "sha256:" + "0a".repeat(32);
        assertThat(image("busybox:1", "", null)).isEqualTo("busybox:1");
        assertThat(image("busybox:1", "", "latest")).isEqualTo("busybox:1");
        assertThat(image("busybox:1", ",\"versionConsistency\":\"disabled\"", digest))
                .isEqualTo("busybox:1");
        var other = "busybox@sha256:" + "0b".repeat(32);
        assertThat(image(other, "", digest)).isEqualTo(other);
    }

    private String image(String written, String more, String digest) {
        var document =
                DOCUMENT.replace(
                        "\"image\":\"busybox:1\"", "\"image\":\"%s\"%s".formatted(written, more));
        return payload(document, null, digest == null ? Map.of() : Map.of("main", digest))
                .containers()
                .getFirst()
                .image();
    }

    @Test
    void membersThatAgentsReadThemselvesStandInThePayload() {
        var container = compiled(null);
        assertThat(container.essential()).isTrue();
        assertThat(container.command()).containsExactly("httpd");
        assertThat(container.entryPoint()).containsExactly("/bin/sh");
        assertThat(container.stopTimeout()).isEqualTo(7);
        assertThat(container.overrides()).isEqualTo("{}");
        assertThat(container.portMappings())
                .containsExactly(
                        new PayloadPortMapping(80, 0, "tcp"),
                        new PayloadPortMapping(53, 5353, "udp"));
        assertThat(container.mountPoints()).singleElement().matches(mount -> mount.readOnly());
    }

    @Test
    void theOthersBecomeFragmentsOfDockersApi() throws Exception {
        var docker = compiled(null).dockerConfig();
        JsonNode config = JSON.readTree(docker.config());
        assertThat(config.path("User").asText()).isEqualTo("nobody");
        assertThat(config.path("WorkingDir").asText()).isEqualTo("/www");
        assertThat(config.path("Labels").path("team").asText()).isEqualTo("core");
        JsonNode host = JSON.readTree(docker.hostConfig());
        assertThat(host.path("NetworkMode").asText()).isEqualTo("bridge");
        assertThat(host.path("MemoryReservation").asLong()).isEqualTo(16L << 20);
        assertThat(host.path("LogConfig").path("Config").path("max-size").asText()).isEqualTo("1m");
    }

    @Test
    void overridesOfRunTaskAreMerged() {
        var container =
                compiled(
                        """
                        {"containerOverrides":[{"name":"main","command":["sleep","1"],"environment":[{"name":"B","value":"3"}]}]}""");
        assertThat(container.command()).containsExactly("sleep", "1");
        assertThat(container.environment()).containsEntry("A", "1").containsEntry("B", "3");
        assertThat(container.cpu()).isEqualTo(128);
        assertThat(container.memory()).isEqualTo(48);
    }

    private static final String EVERYTHING =
            """
            {"family":"web","cpu":"256","memory":"512","pidMode":"task","ipcMode":"host","containerDefinitions":[
             {"name":"main","image":"i","cpu":0,"memory":32,"essential":true,
              "healthCheck":{"command":["CMD-SHELL","true"],"interval":30,"timeout":5,"retries":3,"startPeriod":10},
              "links":["side:s"],"volumesFrom":[{"sourceContainer":"side","readOnly":true}],
              "dependsOn":[{"containerName":"side","condition":"HEALTHY"}],"startTimeout":9,
              "restartPolicy":{"enabled":true,"ignoredExitCodes":[0],"restartAttemptPeriod":60},
              "portMappings":[{"containerPortRange":"8000-8002","protocol":"udp"}],
              "hostname":"h","pseudoTerminal":true,"interactive":true,"disableNetworking":true,
              "privileged":true,"readonlyRootFilesystem":true,"dnsServers":["10.0.0.1"],"dnsSearchDomains":["a.b"],
              "extraHosts":[{"hostname":"x","ipAddress":"10.0.0.2"}],
              "dockerSecurityOptions":["no-new-privileges","label:type:t"],
              "systemControls":[{"namespace":"net.core.somaxconn","value":"99"}],
              "ulimits":[{"name":"nofile","softLimit":10,"hardLimit":20}],
              "linuxParameters":{"capabilities":{"add":["NET_ADMIN"],"drop":["CHOWN"]},"initProcessEnabled":true,
               "devices":[{"hostPath":"/dev/zero","permissions":["read","mknod"]}],"sharedMemorySize":8,"maxSwap":16,
               "swappiness":5,"tmpfs":[{"containerPath":"/t","size":4,"mountOptions":["noexec"]}]},
              "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"g","awslogs-region":"r","awslogs-stream-prefix":"p"}}}],
             "volumes":[{"name":"empty","host":{}},{"name":"v","dockerVolumeConfiguration":{"scope":"shared","autoprovision":true,
              "driver":"local","driverOpts":{"type":"tmpfs"},"labels":{"a":"b"}}}]}""";

    @Test
    void everyOtherMemberIsWrittenAsAgentsReadIt() throws Exception {
        JsonNode task = wire(payload(EVERYTHING, null));

        assertThat(task.path("cpu").isDouble()).isTrue();
        assertThat(task.path("cpu").asDouble()).isEqualTo(0.25);
        assertThat(task.path("memory").isInt()).isTrue();
        assertThat(task.path("memory").asInt()).isEqualTo(512);
        assertThat(task.path("pidMode").asText()).isEqualTo("task");
        assertThat(task.path("ipcMode").asText()).isEqualTo("host");
        assertThat(task.path("volumes").toString())
                .isEqualTo(
                        """
                        [{"name":"empty","type":"host","host":{}},{"name":"v","type":"docker","dockerVolumeConfiguration":\
                        {"scope":"shared","autoprovision":true,"driver":"local","driverOpts":{"type":"tmpfs"},"labels":{"a":"b"}}}]""");
        var main = task.path("containers").get(0);
        assertThat(main.path("healthCheckType").asText()).isEqualTo("docker");
        assertThat(main.path("links").toString()).isEqualTo("[\"side:s\"]");
        assertThat(main.path("volumesFrom").toString())
                .isEqualTo("[{\"sourceContainer\":\"side\",\"readOnly\":true}]");
        assertThat(main.path("dependsOn").toString())
                .isEqualTo("[{\"containerName\":\"side\",\"condition\":\"HEALTHY\"}]");
        assertThat(main.path("startTimeout").asInt()).isEqualTo(9);
        assertThat(main.path("restartPolicy").toString())
                .isEqualTo(
                        "{\"enabled\":true,\"ignoredExitCodes\":[0],\"restartAttemptPeriod\":60}");
        assertThat(main.path("portMappings").toString())
                .isEqualTo("[{\"containerPortRange\":\"8000-8002\",\"protocol\":\"udp\"}]");
        assertThat(main.path("dockerConfig").path("config").asText())
                .isEqualTo(
                        """
                        {"Hostname":"h","OpenStdin":true,"Tty":true,"NetworkDisabled":true,"Healthcheck":\
                        {"Test":["CMD-SHELL","true"],"Interval":30000000000,"Timeout":5000000000,"Retries":3,"StartPeriod":10000000000}}""");
        assertThat(JSON.readTree(main.path("dockerConfig").path("hostConfig").asText()))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"NetworkMode":"bridge","IpcMode":"host",
                                 "LogConfig":{"Type":"awslogs","Config":{"awslogs-group":"g","awslogs-region":"r","awslogs-stream":"p/main/t1"}},
                                 "Privileged":true,"ReadonlyRootfs":true,"Dns":["10.0.0.1"],"DnsSearch":["a.b"],
                                 "ExtraHosts":["x:10.0.0.2"],"SecurityOpt":["no-new-privileges","label=type:t"],
                                 "Sysctls":{"net.core.somaxconn":"99"},"Ulimits":[{"Name":"nofile","Soft":10,"Hard":20}],
                                 "CapAdd":["NET_ADMIN"],"CapDrop":["CHOWN"],
                                 "Devices":[{"PathOnHost":"/dev/zero","PathInContainer":"/dev/zero","CgroupPermissions":"rm"}],
                                 "Init":true,"ShmSize":8388608,"Tmpfs":{"/t":"noexec,size=4m"},
                                 "MemorySwap":67108864,"MemorySwappiness":5,"MemoryReservation":16777216}"""));
    }

    @Test
    void limitsOfTheTaskAreOverriddenByTheCall() throws Exception {
        var task = wire(payload(EVERYTHING, "{\"cpu\":\"512\",\"memory\":\"600\"}"));
        assertThat(task.path("cpu").asDouble()).isEqualTo(0.5);
        assertThat(task.path("memory").asInt()).isEqualTo(600);
    }

    @Test
    void whatADefinitionLeavesOutIsLeftToDocker() throws Exception {
        var bare =
                "{\"family\":\"web\",\"containerDefinitions\":[{\"name\":\"main\",\"image\":\"i\"}]}";
        var main = wire(payload(bare, null)).path("containers").get(0);
        assertThat(main.has("healthCheckType")).isFalse();
        assertThat(main.has("restartPolicy")).isFalse();
        assertThat(main.path("dockerConfig").path("config").asText()).isEqualTo("{}");
        assertThat(main.path("dockerConfig").path("hostConfig").asText())
                .isEqualTo("{\"NetworkMode\":\"bridge\",\"MemoryReservation\":16777216}");
    }

    private static JsonNode wire(PayloadTask task) throws Exception {
        var message = new PayloadMessage("m", "c", "i", 1, 1, List.of(task));
        return JSON.readTree(AgentMessages.write(message)).path("message").path("tasks").get(0);
    }
}

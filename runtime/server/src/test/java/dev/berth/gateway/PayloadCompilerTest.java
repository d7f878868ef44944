package dev.berth.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.Arns;
import dev.berth.domain.task.Progress;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskDefinition;
import dev.berth.domain.taskdefinition.TaskShape;
import dev.berth.protocol.agent.PayloadContainer;
import dev.berth.protocol.agent.PayloadPortMapping;
import dev.berth.protocol.agent.PayloadVolume;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;

class PayloadCompilerTest {

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
        var shape = new TaskShape(NetworkMode.BRIDGE, List.of(), Set.of());
        var definition =
                new TaskDefinition.Registered("web", 3, DOCUMENT, shape, "me", Instant.EPOCH);
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
        var payload = compiler.compile(definition, new Task.Active(spec, progress, null));
        assertThat(payload.arn()).isEqualTo("arn:aws:ecs:us-east-1:000000000000:task/default/t1");
        assertThat(payload.version()).isEqualTo("3");
        assertThat(payload.volumes())
                .containsExactly(new PayloadVolume("data", "host", new PayloadVolume.Host("/srv")));
        return payload.containers().getFirst();
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
        JsonNode config = new ObjectMapper().readTree(docker.config());
        assertThat(config.path("User").asText()).isEqualTo("nobody");
        assertThat(config.path("WorkingDir").asText()).isEqualTo("/www");
        assertThat(config.path("Labels").path("team").asText()).isEqualTo("core");
        JsonNode host = new ObjectMapper().readTree(docker.hostConfig());
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
}

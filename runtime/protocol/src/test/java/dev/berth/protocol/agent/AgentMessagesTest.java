package dev.berth.protocol.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadDependency;
import dev.berth.protocol.agent.payload.PayloadDockerConfig;
import dev.berth.protocol.agent.payload.PayloadMountPoint;
import dev.berth.protocol.agent.payload.PayloadPortMapping;
import dev.berth.protocol.agent.payload.PayloadRestartPolicy;
import dev.berth.protocol.agent.payload.PayloadTask;
import dev.berth.protocol.agent.payload.PayloadVolume;
import dev.berth.protocol.agent.payload.PayloadVolumeFrom;
import dev.berth.protocol.agent.telemetry.TelemetryMetadata;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentMessagesTest {
    private static final String CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/default";
    private static final String INSTANCE =
            "arn:aws:ecs:us-east-1:123456789012:container-instance/default/73b6";
    private static final String TASK = "arn:aws:ecs:us-east-1:123456789012:task/default/1111";
    private static final ManifestTask STOPPED = new ManifestTask(TASK, CLUSTER, "STOPPED");

    static Stream<Sample> samples() {
        return Stream.concat(amazons(), OwnMessages.samples());
    }

    /** Frames as they were seen between Amazon's agent and a server, and what each says. */
    private static Stream<Sample> amazons() {
        return Stream.of(
                new Sample(
                        """
                        {"type":"HeartbeatMessage","message":{"messageId":"hb-1","healthy":true}}""",
                        new HeartbeatMessage("hb-1", true)),
                new Sample(
                        """
                        {"type":"HeartbeatAckRequest","message":{"messageId":"hb-1"}}""",
                        new HeartbeatAckRequest("hb-1")),
                new Sample(PAYLOAD, payload()),
                new Sample(
                        """
                        {"type":"AckRequest","message":{"cluster":"%s","containerInstance":"%s","messageId":"m-1"}}"""
                                .formatted(CLUSTER, INSTANCE),
                        new AckRequest(CLUSTER, INSTANCE, "m-1")),
                new Sample(
                        """
                        {"type":"NackRequest","message":{"cluster":"%s","containerInstance":"%s","messageId":"m-1","reason":"Updates are disabled"}}"""
                                .formatted(CLUSTER, INSTANCE),
                        new NackRequest(CLUSTER, INSTANCE, "m-1", "Updates are disabled")),
                new Sample(
                        """
                        {"type":"PayloadMessage","message":{"messageId":"m-9","clusterArn":"%s","containerInstanceArn":"%s","seqNum":9,"generatedAt":1795332284304,"tasks":[{"arn":"%s","desiredStatus":"STOPPED"}]}}"""
                                .formatted(CLUSTER, INSTANCE, TASK),
                        new PayloadMessage(
                                "m-9",
                                CLUSTER,
                                INSTANCE,
                                9,
                                1795332284304L,
                                List.of(PayloadTask.stop(TASK)))),
                new Sample(
                        """
                        {"type":"TaskManifestMessage","message":{"messageId":"mf-1","clusterArn":"%s","containerInstanceArn":"%s","generatedAt":1,"timeline":5,"tasks":[]}}"""
                                .formatted(CLUSTER, INSTANCE),
                        new TaskManifestMessage("mf-1", CLUSTER, INSTANCE, 1, 5, List.of())),
                new Sample(
                        """
                        {"type":"TaskStopVerificationMessage","message":{"messageId":"mf-1","stopCandidates":[{"desiredStatus":"STOPPED","taskArn":"%s","taskClusterArn":"%s"}]}}"""
                                .formatted(TASK, CLUSTER),
                        new TaskStopVerificationMessage("mf-1", List.of(STOPPED))),
                new Sample(
                        """
                        {"type":"TaskStopVerificationAck","message":{"messageId":"mf-1","generatedAt":2,"stopTasks":[{"taskArn":"%s","taskClusterArn":"%s","desiredStatus":"STOPPED"}]}}"""
                                .formatted(TASK, CLUSTER),
                        new TaskStopVerificationAck("mf-1", 2, List.of(STOPPED))),
                new Sample(
                        """
                        {"type":"CloseMessage","message":{"message":"bye"}}""",
                        new CloseMessage("bye")),
                new Sample(
                        """
                        {"type":"ErrorMessage","message":{"message":"no"}}""",
                        new ErrorMessage("no")),
                new Sample(
                        """
                        {"type":"AckPublishMetric","message":{"message":"ok"}}""",
                        new AckPublishMetric("ok")),
                new Sample(
                        """
                        {"type":"AckPublishHealth","message":{"message":"ok"}}""",
                        new AckPublishHealth("ok")),
                new Sample(
                        """
                        {"type":"AckPublishInstanceStatus","message":{"message":"ok"}}""",
                        new AckPublishInstanceStatus("ok")),
                new Sample(
                        """
                        {"type":"PublishMetricsRequest","message":{"metadata":{"cluster":"default","containerInstance":"%s","messageId":"t-1","idle":true,"fin":true},"timestamp":1795332435.551}}"""
                                .formatted(INSTANCE),
                        new PublishMetricsRequest(
                                new TelemetryMetadata("default", INSTANCE, "t-1", null, true, true),
                                List.of(),
                                1795332435.551)),
                new Sample(
                        """
                        {"type":"PublishHealthRequest","message":{"metadata":{"cluster":"default","containerInstance":"%s","messageId":"t-2","fin":true},"timestamp":1.5}}"""
                                .formatted(INSTANCE),
                        new PublishHealthRequest(
                                new TelemetryMetadata("default", INSTANCE, "t-2", null, null, true),
                                List.of(),
                                1.5)),
                new Sample(
                        """
                        {"type":"PublishInstanceStatusRequest","message":{"metadata":{"cluster":"default","containerInstance":"%s","requestId":"t-3"},"timestamp":1.5}}"""
                                .formatted(INSTANCE),
                        new PublishInstanceStatusRequest(
                                new TelemetryMetadata("default", INSTANCE, null, "t-3", null, null),
                                List.of(),
                                1.5)),
                new Sample(
                        """
                        {"type":"NewsMessage","message":{"headline":"something later"}}""",
                        new Unknown(
                                "NewsMessage",
                                new ObjectMapper()
                                        .createObjectNode()
                                        .put("headline", "something later"))));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFrameIsReadAsWhatItSays(Sample sample) throws Exception {
        assertThat(AgentMessages.read(sample.frame())).isEqualTo(sample.message());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aMessageIsWrittenAsTheFrameItWasReadFrom(Sample sample) throws Exception {
        var json = new ObjectMapper();
        assertThat(json.readTree(AgentMessages.write(sample.message())))
                .isEqualTo(json.readTree(sample.frame()));
    }

    @Test
    void everyMessageHasASample() {
        var sampled = samples().map(s -> s.message().getClass().getName());
        assertThat(sampled.collect(Collectors.toSet()))
                .isEqualTo(
                        Arrays.stream(AgentMessage.class.getPermittedSubclasses())
                                .map(Class::getName)
                                .collect(Collectors.toSet()));
    }

    @Test
    void namesAreCaseInsensitiveAndNullMeansAbsent() throws Exception {
        var frame =
                """
                {"Type":"PayloadMessage","MESSAGE":{"MessageId":"m","seqnum":4,"tasks":[{"ARN":"a","containers":null,"later":[1]}]}}""";
        var task = ((PayloadMessage) AgentMessages.read(frame)).tasks().getFirst();
        assertThat(task.arn()).isEqualTo("a");
        assertThat(task.containers()).isEmpty();
    }

    @Test
    void overridesMayComeAsAnObject() throws Exception {
        var frame =
                """
                {"type":"PayloadMessage","message":{"tasks":[{"containers":[{"overrides":{"command":["sleep","77"]}}]}]}}""";
        var container =
                ((PayloadMessage) AgentMessages.read(frame))
                        .tasks()
                        .getFirst()
                        .containers()
                        .getFirst();
        assertThat(container.overrides()).isEqualTo("{\"command\":[\"sleep\",\"77\"]}");
    }

    @Test
    void aWrongJsonTypeLosesTheMessageAndTheSentenceDoesNotQuoteIt() {
        assertLost(
                        """
                {"type":"PayloadMessage","message":{"tasks":[{"memory":64.5}]}}""")
                .hasMessage("PayloadMessage.tasks[0].memory: Integer was expected");
        assertLost(
                        """
                {"type":"PayloadMessage","message":{"tasks":[{"family":77}]}}""")
                .hasMessageContaining("PayloadMessage.tasks[0].family");
        assertLost(
                        """
                {"type":"PayloadMessage","message":{"tasks":[{"containers":[{"environment":{"KEY":["secret"]}}]}]}}""")
                .hasMessageContaining("environment.KEY")
                .hasMessageNotContaining("secret");
        assertLost("{\"type\":\"PayloadMessage\",\"message\":{\"secret");
        assertLost("{\"type\":\"PayloadMessage\"}");
        assertLost("{}");
        assertLost("null");
        assertLost("");
    }

    @Test
    void aPayloadShowsNoEnvironmentInItsText() {
        assertThat(payload().toString()).contains("web").doesNotContain("hidden");
    }

    record Sample(String frame, AgentMessage message) {
        @Override
        public String toString() {
            return message.getClass().getSimpleName();
        }
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertLost(String frame) {
        return assertThatThrownBy(() -> AgentMessages.read(frame))
                .isInstanceOf(AgentMessageException.class);
    }

    private static final String PAYLOAD =
            """
            {"type":"PayloadMessage","message":{"messageId":"m-1","clusterArn":"%s","containerInstanceArn":"%s","seqNum":1,"generatedAt":1795332284304,
             "tasks":[{"arn":"%s","desiredStatus":"RUNNING","family":"web","version":"3","taskClusterArn":"%s","launchType":"EC2","networkMode":"bridge","serviceName":"svc","group":"service:svc","cpu":0.25,"memory":128,"pidMode":"task","ipcMode":"host",
              "volumes":[{"name":"scratch","type":"host","host":{}},{"name":"logs","type":"host","host":{"sourcePath":"/var/log"}},
               {"name":"shared","type":"docker","dockerVolumeConfiguration":{"scope":"shared","autoprovision":true,"driver":"local","driverOpts":{"type":"tmpfs"},"labels":{"a":"b"}}}],
              "containers":[{"name":"web","image":"local/busybox:1","command":["sh","-c","httpd"],"entryPoint":["/init"],"cpu":128,"memory":64,"essential":true,"environment":{"Z":"hidden","A":"1"},
                "portMappings":[{"containerPort":80,"hostPort":0,"protocol":"tcp"},{"containerPortRange":"8000-8002","protocol":"udp"}],"mountPoints":[{"sourceVolume":"scratch","containerPath":"/scratch","readOnly":false}],
                "volumesFrom":[{"sourceContainer":"init","readOnly":true}],"links":["db:database"],"dependsOn":[{"containerName":"init","condition":"SUCCESS"}],
                "startTimeout":60,"stopTimeout":5,"healthCheckType":"docker","restartPolicy":{"enabled":true,"ignoredExitCodes":[0,3],"restartAttemptPeriod":60},"overrides":"{}",
                "dockerConfig":{"version":"1.29","config":"{\\"Labels\\":{\\"mine\\":\\"yes\\"}}","hostConfig":"{\\"NetworkMode\\":\\"bridge\\"}"}}]}]}}"""
                    .formatted(CLUSTER, INSTANCE, TASK, CLUSTER);

    private static PayloadMessage payload() {
        var environment = new LinkedHashMap<>(Map.of("Z", "hidden"));
        environment.put("A", "1");
        var container =
                new PayloadContainer(
                        "web",
                        "local/busybox:1",
                        true,
                        List.of("sh", "-c", "httpd"),
                        List.of("/init"),
                        environment,
                        128,
                        64,
                        List.of(
                                new PayloadPortMapping(80, 0, "tcp"),
                                PayloadPortMapping.range("8000-8002", "udp")),
                        List.of(new PayloadMountPoint("scratch", "/scratch", false)),
                        List.of(new PayloadVolumeFrom("init", true)),
                        List.of("db:database"),
                        List.of(new PayloadDependency("init", "SUCCESS")),
                        60,
                        5,
                        "docker",
                        new PayloadRestartPolicy(true, List.of(0, 3), 60),
                        "{}",
                        new PayloadDockerConfig(
                                "{\"Labels\":{\"mine\":\"yes\"}}",
                                "{\"NetworkMode\":\"bridge\"}",
                                "1.29"));
        var task =
                new PayloadTask(
                        TASK,
                        "RUNNING",
                        "web",
                        "3",
                        CLUSTER,
                        "EC2",
                        "bridge",
                        "svc",
                        "service:svc",
                        0.25,
                        128,
                        "task",
                        "host",
                        List.of(container),
                        List.of(
                                new PayloadVolume("scratch", "host", new PayloadVolume.Host(null)),
                                new PayloadVolume(
                                        "logs", "host", new PayloadVolume.Host("/var/log")),
                                new PayloadVolume(
                                        "shared",
                                        "docker",
                                        null,
                                        new PayloadVolume.DockerVolume(
                                                "shared",
                                                true,
                                                "local",
                                                Map.of("type", "tmpfs"),
                                                Map.of("a", "b")))));
        return new PayloadMessage("m-1", CLUSTER, INSTANCE, 1, 1795332284304L, List.of(task));
    }
}

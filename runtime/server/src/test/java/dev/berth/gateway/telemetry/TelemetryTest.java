package dev.berth.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.retention.Retention;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.observation.Health;
import dev.berth.domain.observation.InstanceCondition;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskReport;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskDefinitionCommand;
import dev.berth.domain.taskdefinition.TaskShape;
import dev.berth.gateway.ClusterWatch;
import dev.berth.gateway.Gateway;
import dev.berth.gateway.ScriptedAgent;
import dev.berth.http.TestPort;
import dev.berth.protocol.agent.AckPublishHealth;
import dev.berth.protocol.agent.AckPublishInstanceStatus;
import dev.berth.protocol.agent.AckPublishMetric;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.TaskManifestMessage;
import dev.berth.server.EcsOperations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.InstanceHealthCheckState;
import software.amazon.awssdk.services.ecs.model.InstanceHealthCheckType;

/** What Amazon's agent writes on its telemetry socket, and what it becomes. */
class TelemetryTest {
    private static final String HEADERS =
            "Authorization: AWS4-HMAC-SHA256 Credential=AKID\r\nHost: x\r\nX-Amz-Date: 20261122T072444Z\r\n\r\n";
    private static final String CLUSTER = "default";

    @TempDir static Path folder;
    private static ControlPlane plane;
    private static TestPort port;
    private static EcsClient ecs;
    private static int tests;

    private final String instance = "%032x".formatted(++tests);
    private String task;

    @BeforeAll
    static void start() throws Exception {
        plane =
                ControlPlane.start(
                        Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                        Retention.shown(Duration.ofHours(1)),
                        new DefaultPlacement(),
                        InstantSource.system(),
                        ConfigFactory.empty());
        port =
                new TestPort(
                        EcsOperations.over(plane, TestPort.ARNS, null),
                        new Gateway(plane, TestPort.ARNS));
        ecs = port.ecs();
        done(
                plane.ask(
                        AggregateKind.CLUSTER.at(CLUSTER),
                        new ClusterCommand.Create(CLUSTER, Map.of())));
        done(
                plane.ask(
                        AggregateKind.TASK_DEFINITION.at("web:1"),
                        new TaskDefinitionCommand.Register(
                                "web",
                                1,
                                "{\"family\":\"web\",\"containerDefinitions\":[{\"name\":\"main\",\"image\":\"i\",\"memory\":64}]}",
                                new TaskShape(NetworkMode.BRIDGE, List.of(), Set.of()),
                                "me")));
    }

    @AfterAll
    static void stop() {
        ecs.close();
        port.close();
        plane.close();
    }

    /** An instance of 2,048 CPU units with one task of 512 units and 64 MiB. */
    @BeforeEach
    void launch() throws Exception {
        register(instance);
        try (var agent = new ScriptedAgent(port, "acs", arn(instance))) {
            agent.next(TaskManifestMessage.class);
            await(view -> view.isConnected(instance));
            var spec =
                    new TaskSpec(
                            CLUSTER,
                            null,
                            null,
                            "web",
                            1,
                            "family:web",
                            null,
                            "EC2",
                            null,
                            512,
                            64,
                            List.of(
                                    new ContainerSpec("main", null, "i", true, 512, 64, 0),
                                    new ContainerSpec("side", null, "i", false, 0, 0, 0)));
            task =
                    done(plane.launches().launch(new LaunchRequest(spec, 1, Set.of(), Set.of())))
                            .launched()
                            .getFirst()
                            .taskId();
        }
        await(view -> !view.isConnected(instance));
    }

    private static void register(String id) throws Exception {
        done(
                plane.ask(
                        AggregateKind.CONTAINER_INSTANCE.at(CLUSTER, id),
                        new InstanceCommand.Register(
                                CLUSTER,
                                id,
                                new Resources(2048, 1000, Set.of()),
                                Map.of(),
                                new Versions(null, null, null))));
    }

    @Test
    void healthIsShownAsItsAgentSaysIt() throws Exception {
        say(instance, TelemetryFrames.health(task, "HEALTHY", "UNHEALTHY"), AckPublishHealth.class);
        await(view -> taskHealth(view) == Health.HEALTHY);
        var shown = ecs.describeTasks(r -> r.cluster(CLUSTER).tasks(task)).tasks().getFirst();
        assertThat(shown.healthStatus()).isEqualTo(HealthStatus.HEALTHY);
        assertThat(shown.containers())
                .extracting(Container::healthStatus)
                .containsExactly(HealthStatus.HEALTHY, HealthStatus.UNHEALTHY);

        say(instance, TelemetryFrames.health(task, "UNHEALTHY", "HEALTHY"), AckPublishHealth.class);
        await(view -> taskHealth(view) == Health.UNHEALTHY);
    }

    @Test
    void reportsAboutTasksOfOtherInstancesAreIgnored() throws Exception {
        var other = "f" + instance.substring(1);
        register(other);
        say(other, TelemetryFrames.health(task, "UNHEALTHY", "HEALTHY"), AckPublishHealth.class);
        say(other, TelemetryFrames.metrics(task, "main"), AckPublishMetric.class);
        say(instance, TelemetryFrames.health(task, "HEALTHY", "HEALTHY"), AckPublishHealth.class);
        await(view -> taskHealth(view) == Health.HEALTHY);
        assertThat(plane.cluster(CLUSTER).utilization(task)).isEmpty();
    }

    @Test
    void utilizationIsOfWhatTheTaskHasReserved() throws Exception {
        say(instance, TelemetryFrames.metrics(task, "main"), AckPublishMetric.class);
        await(view -> view.utilization(task).isPresent());
        var used = plane.cluster(CLUSTER).utilization(task).orElseThrow();
        assertThat(used.cpuPercent()).hasValue(50); // 12.5 % of 2,048 units, of 512
        assertThat(used.memoryPercent()).hasValue(25);
    }

    @Test
    void onlyContainersOfTheTaskAreKept() throws Exception {
        say(instance, TelemetryFrames.metrics(task, "invented"), AckPublishMetric.class);
        await(view -> view.observations().task(task).newest().isPresent());
        assertThat(
                        plane.cluster(CLUSTER)
                                .observations()
                                .task(task)
                                .newest()
                                .orElseThrow()
                                .containers())
                .isEmpty();
    }

    @Test
    void aTaskThatIsOverUsesNothing() throws Exception {
        say(instance, TelemetryFrames.metrics(task, "main"), AckPublishMetric.class);
        await(view -> view.utilization(task).isPresent());
        done(
                plane.ask(
                        AggregateKind.TASK.at(CLUSTER, task),
                        new TaskCommand.Report(
                                new TaskReport(
                                        LastStatus.STOPPED, null, List.of(), null, null, null))));
        assertThat(plane.cluster(CLUSTER).utilization(task)).isEmpty();
        say(instance, TelemetryFrames.metrics(task, "main"), AckPublishMetric.class);
        say(instance, TelemetryFrames.STATUS, AckPublishInstanceStatus.class);
        await(view -> !view.observations().conditions(instance).isEmpty());
        assertThat(plane.cluster(CLUSTER).utilization(task)).isEmpty();
    }

    @Test
    void whatAnInstanceDependsOnIsShownWhenAskedFor() throws Exception {
        say(instance, TelemetryFrames.STATUS, AckPublishInstanceStatus.class);
        await(view -> !view.observations().conditions(instance).isEmpty());
        assertThat(plane.cluster(CLUSTER).observations().conditions(instance))
                .containsExactly(
                        new InstanceCondition(
                                "CONTAINER_RUNTIME",
                                InstanceCondition.Status.IMPAIRED,
                                Instant.ofEpochMilli(2_500),
                                Instant.ofEpochMilli(1_500)));

        var shown = described(ContainerInstanceField.CONTAINER_INSTANCE_HEALTH).healthStatus();
        assertThat(shown.overallStatus()).isEqualTo(InstanceHealthCheckState.IMPAIRED);
        assertThat(shown.details())
                .singleElement()
                .satisfies(
                        detail -> {
                            assertThat(detail.type())
                                    .isEqualTo(InstanceHealthCheckType.CONTAINER_RUNTIME);
                            assertThat(detail.lastStatusChange())
                                    .isEqualTo(Instant.ofEpochMilli(1_500));
                        });
        assertThat(described().healthStatus()).isNull();
    }

    private ContainerInstance described(ContainerInstanceField... include) {
        return ecs.describeContainerInstances(
                        r -> r.cluster(CLUSTER).containerInstances(instance).include(include))
                .containerInstances()
                .getFirst();
    }

    private Health taskHealth(ClusterSnapshot view) {
        return view.health(view.task(task).orElseThrow().spec());
    }

    private static void say(String instance, String body, Class<? extends AgentMessage> answer)
            throws Exception {
        AgentMessages.read(body); // a frame that no agent could send would prove nothing
        try (var agent = new ScriptedAgent(port, "tcs", arn(instance))) {
            agent.sendText(HEADERS + body);
            agent.next(answer);
        }
    }

    private static String arn(String instance) {
        return TestPort.ARNS.containerInstance(CLUSTER, instance);
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static void await(Predicate<ClusterSnapshot> condition) throws Exception {
        ClusterWatch.awaitNoted(plane, CLUSTER, condition);
    }
}

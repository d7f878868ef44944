package dev.berth.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.retention.Retention;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskReport;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskDefinitionCommand;
import dev.berth.domain.taskdefinition.TaskShape;
import dev.berth.http.TestPort;
import dev.berth.protocol.agent.AckPublishMetric;
import dev.berth.protocol.agent.ManifestTask;
import dev.berth.protocol.agent.PayloadMessage;
import dev.berth.protocol.agent.TaskManifestMessage;
import dev.berth.protocol.agent.TaskStopVerificationAck;
import dev.berth.protocol.agent.TaskStopVerificationMessage;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {

    @TempDir static Path folder;
    private static ControlPlane plane;
    private static TestPort port;
    private static int instances;

    private final String cluster = "default";
    private final String instance = "i" + ++instances;

    @BeforeAll
    static void start() throws Exception {
        plane =
                ControlPlane.start(
                        Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                        Retention.shown(Duration.ofHours(1)),
                        new DefaultPlacement(),
                        InstantSource.system(),
                        ConfigFactory.empty());
        port = new TestPort(List.of(), new Gateway(plane, TestPort.ARNS));
        done(
                plane.ask(
                        AggregateKind.CLUSTER.at("default"),
                        new ClusterCommand.Create("default", Map.of())));
        done(
                plane.ask(
                        AggregateKind.TASK_DEFINITION.at("web:1"),
                        new TaskDefinitionCommand.Register(
                                "web",
                                1,
                                "{\"family\":\"web\",\"containerDefinitions\":[{\"name\":\"main\",\"image\":\"i\",\"memory\":8}]}",
                                new TaskShape(NetworkMode.BRIDGE, List.of(), Set.of()),
                                "me")));
    }

    @AfterAll
    static void stop() {
        port.close();
        plane.close();
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private String arn() {
        return TestPort.ARNS.containerInstance(cluster, instance);
    }

    private Reply ask(InstanceCommand command) throws Exception {
        return done(plane.ask(AggregateKind.CONTAINER_INSTANCE.at(cluster, instance), command));
    }

    private void register() throws Exception {
        var resources = new Resources(1000, 1000, Set.of());
        ask(
                new InstanceCommand.Register(
                        cluster, instance, resources, Map.of(), new Versions(null, null, null)));
    }

    /** Connects and reads the manifest; the view shows the agent as connected afterwards. */
    private ScriptedAgent connected() throws Exception {
        var agent = new ScriptedAgent(port, "acs", arn());
        agent.next(TaskManifestMessage.class);
        return agent;
    }

    private String launch() throws Exception {
        return launch("web");
    }

    private String launch(String family) throws Exception {
        var template =
                new TaskSpec(
                        cluster,
                        null,
                        null,
                        family,
                        1,
                        "family:" + family,
                        null,
                        "EC2",
                        null,
                        10,
                        8,
                        List.of(new ContainerSpec("main", null, "i", true, 0, 8, 0)));
        var result =
                done(plane.launches().launch(new LaunchRequest(template, 1, Set.of(), Set.of())));
        assertThat(result.failures()).isEmpty();
        return result.launched().getFirst().taskId();
    }

    private void tell(String taskId, TaskCommand command) throws Exception {
        done(plane.ask(AggregateKind.TASK.at(cluster, taskId), command));
    }

    private void awaitView(Predicate<dev.berth.actors.view.ClusterSnapshot> condition)
            throws Exception {
        ClusterWatch.await(plane, cluster, condition);
    }

    private void disconnect(ScriptedAgent agent) throws Exception {
        agent.close();
        awaitView(view -> !view.isConnected(instance));
    }

    @Test
    void aTaskIsSentWithANumberAboveTheManifestsAndItsStopFollows() throws Exception {
        register();
        var agent = new ScriptedAgent(port, "acs", arn());
        var manifest = agent.next(TaskManifestMessage.class);
        assertThat(manifest.tasks()).isEmpty();
        awaitView(view -> view.isConnected(instance));

        var taskId = launch();
        var start = agent.next(PayloadMessage.class);
        assertThat(start.seqNum()).isGreaterThan(manifest.timeline());
        assertThat(start.tasks())
                .singleElement()
                .satisfies(
                        task -> {
                            assertThat(task.arn()).isEqualTo(TestPort.ARNS.task(cluster, taskId));
                            assertThat(task.desiredStatus()).isEqualTo("RUNNING");
                            assertThat(task.containers()).hasSize(1);
                        });
        agent.acknowledge(start);

        tell(taskId, new TaskCommand.Stop(StopCode.USER_INITIATED, "enough"));
        var end = agent.next(PayloadMessage.class);
        assertThat(end.seqNum()).isGreaterThan(start.seqNum());
        assertThat(end.tasks())
                .singleElement()
                .matches(task -> task.desiredStatus().equals("STOPPED"));
        disconnect(agent);
    }

    @Test
    void afterAReconnectWhatTheAgentHasNotReportedIsSentAgain() throws Exception {
        register();
        var first = connected();
        awaitView(view -> view.isConnected(instance));
        var taskId = launch();
        first.acknowledge(first.next(PayloadMessage.class));
        disconnect(first);

        var second = new ScriptedAgent(port, "acs", arn());
        var manifest = second.next(TaskManifestMessage.class);
        assertThat(manifest.tasks())
                .extracting(ManifestTask::taskArn)
                .containsExactly(TestPort.ARNS.task(cluster, taskId));
        assertThat(second.next(PayloadMessage.class).tasks().getFirst().desiredStatus())
                .isEqualTo("RUNNING");
        disconnect(second);
    }

    @Test
    void aSecondSocketDisplacesTheFirstWhichHearsNothingMore() throws Exception {
        register();
        var first = connected();
        var second = connected();
        awaitView(view -> view.isConnected(instance));
        launch();
        second.next(PayloadMessage.class);
        assertThat(first.hasReceivedNothing()).isTrue();

        var session = plane.cluster(cluster).connected().get(instance).session();
        first.close();
        second.send(new TaskStopVerificationMessage("none", List.of()));
        assertThat(plane.cluster(cluster).connected().get(instance).session()).isEqualTo(session);
        disconnect(second);
    }

    @Test
    void onlyTasksThatStoppedInTheJournalAreStoppedWhenTheAgentAsks() throws Exception {
        register();
        var agent = new ScriptedAgent(port, "acs", arn());
        agent.next(TaskManifestMessage.class);
        awaitView(view -> view.isConnected(instance));
        var running = launch();
        agent.acknowledge(agent.next(PayloadMessage.class));
        var over = launch();
        agent.acknowledge(agent.next(PayloadMessage.class));
        tell(
                over,
                new TaskCommand.Report(
                        new TaskReport(LastStatus.STOPPED, null, List.of(), null, null, null)));

        var candidates =
                List.of(running, over, "00000000000000000000000000000000").stream()
                        .map(
                                id ->
                                        new ManifestTask(
                                                TestPort.ARNS.task(cluster, id), null, "STOPPED"))
                        .toList();
        agent.send(new TaskStopVerificationMessage("m1", candidates));

        var answer = agent.next(TaskStopVerificationAck.class);
        assertThat(answer.messageId()).isEqualTo("m1");
        assertThat(answer.stopTasks())
                .extracting(ManifestTask::taskArn)
                .containsExactly(TestPort.ARNS.task(cluster, over));
        disconnect(agent);
    }

    @Test
    void telemetryIsAcknowledged() throws Exception {
        register();
        try (var agent = new ScriptedAgent(port, "tcs", arn())) {
            agent.sendText(
                    "Host: x\r\nX-Amz-Date: 20261122T072444Z\r\n\r\n"
                            + "{\"type\":\"PublishMetricsRequest\",\"message\":{\"metadata\":{\"idle\":true,\"fin\":true}}}");
            agent.next(AckPublishMetric.class);
        }
    }

    @Test
    void aDeregisteredInstanceLosesItsTelemetry() throws Exception {
        register();
        try (var agent = new ScriptedAgent(port, "tcs", arn())) {
            ask(new InstanceCommand.Deregister(false, Set.of()));

            agent.awaitClosed();
        }
    }

    @Test
    void aTaskThatCannotBeSentEndsAndTheOthersAreSent() throws Exception {
        done(
                plane.ask(
                        AggregateKind.TASK_DEFINITION.at("broken:1"),
                        new TaskDefinitionCommand.Register(
                                "broken",
                                1,
                                "unreadable",
                                new TaskShape(NetworkMode.BRIDGE, List.of(), Set.of()),
                                "me")));
        register();
        try (var agent = connected()) {
            var broken = launch("broken");
            var stop = agent.next(PayloadMessage.class);
            var good = launch();
            var payload = agent.next(PayloadMessage.class);

            assertThat(stop.tasks().getFirst().arn()).endsWith(broken);
            assertThat(stop.tasks().getFirst().desiredStatus()).isEqualTo("STOPPED");
            assertThat(payload.tasks().getFirst().arn()).endsWith(good);
            var ended = plane.cluster(cluster).task(broken).orElseThrow();
            assertThat(ended.desiredStatus()).isEqualTo(Task.DesiredStatus.STOPPED);
            disconnect(agent);
        }
    }

    @Test
    void anInstanceThatIsNotKnownIsRefusedAndADeregisteredOneIsToldToWait() throws Exception {
        assertThat(refusal()).contains("InvalidInstanceException");
        register();
        ask(new InstanceCommand.Deregister(false, Set.of()));
        assertThat(refusal()).contains("InactiveInstanceException");
    }

    private String refusal() {
        var thrown = catchThrowable(() -> new ScriptedAgent(port, "acs", arn()));
        assertThat(thrown).isInstanceOf(CompletionException.class);
        var handshake = (WebSocketHandshakeException) thrown.getCause();
        return String.valueOf(handshake.getResponse().body());
    }
}

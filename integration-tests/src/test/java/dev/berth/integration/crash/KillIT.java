package dev.berth.integration.crash;

import static dev.berth.integration.installation.Containers.hostVolume;
import static dev.berth.integration.installation.Containers.mount;
import static dev.berth.integration.installation.Ecs.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.BerthAgent;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEachDatabase;
import dev.berth.integration.testbed.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import software.amazon.awssdk.services.ecs.model.Task;

/** Server and agents are killed while tasks start, run and stop. */
@OnEachDatabase
class KillIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Installation berth;

    @Parameter Lab lab;

    @BeforeParameterizedClassInvocation
    static void install(Lab lab) {
        berth = lab.install("kill", "a", "b");
    }

    @AfterParameterizedClassInvocation
    static void remove() {
        berth.close();
        berth.server().checkJournal();
    }

    @AfterEach
    void clearUp() {
        if (!berth.server().process().isAlive()) berth.server().start();
        for (var agent : berth.agents()) if (!agent.process().isAlive()) agent.start();
        berth.awaitConnected();
        berth.ecs().stopEverything();
        Invariants.hold(berth);
    }

    @Test
    void aServerThatIsKilledRepeatedlyLosesNoAcknowledgedWrite() throws Exception {
        var before = longRunning();
        try (var traffic = Traffic.start(berth.ecs())) {
            for (int answers : List.of(1, Traffic.ANSWERS / 3, 2 * Traffic.ANSWERS / 3)) {
                traffic.awaitAnswers(answers);
                berth.server().kill();
                berth.server().start();
            }
            traffic.finish();
            traffic.assertKept();
            before.forEach(KillIT::assertStillTheSame);
            Invariants.hold(berth);
            traffic.assertTokensKept();
            Invariants.hold(berth);
        }
    }

    @Test
    void agentsKilledAgainAndAgainLoseAndDoubleNoContainer() throws Exception {
        var before = longRunning();
        try (var traffic = Traffic.start(berth.ecs())) {
            for (int answers : List.of(1, Traffic.ANSWERS / 3, 2 * Traffic.ANSWERS / 3)) {
                traffic.awaitAnswers(answers);
                berth.agents().forEach(BerthAgent::kill);
                berth.agents().forEach(BerthAgent::start);
            }
            traffic.finish();
            traffic.assertKept();
            before.forEach(KillIT::assertStillTheSame);
            Invariants.hold(berth);
        }
    }

    @Test
    void serverAndAgentsKilledTogetherComeBackTogether() {
        var before = longRunning();
        var definition = berth.ecs().register("together", Containers.idle("main"));
        var during = berth.ecs().run(definition, r -> r.count(4));

        berth.server().kill();
        berth.agents().forEach(BerthAgent::kill);
        berth.server().start();
        berth.agents().forEach(BerthAgent::start);
        berth.awaitConnected();

        during.forEach(berth.ecs()::awaitRunning);
        before.forEach(KillIT::assertStillTheSame);
        Invariants.hold(berth);
    }

    @Test
    void whatExitedWhileTheAgentWasDownIsReported(@TempDir Path folder) throws Exception {
        var task = untilToldTo(folder);
        var agent = agentOf(task);

        agent.kill();
        Files.createFile(folder.resolve("go"));
        awaitExited(agent, task);
        agent.start();

        assertExited(berth.ecs().awaitStopped(task));
    }

    @Test
    void whatExitedWhileTheServerWasDownIsReported(@TempDir Path folder) throws Exception {
        var task = untilToldTo(folder);

        berth.server().kill();
        Files.createFile(folder.resolve("go"));
        awaitExited(agentOf(task), task);
        berth.server().start();

        assertExited(berth.ecs().awaitStopped(task));
    }

    /** Frozen, it keeps its connections and says nothing: the network is cut. */
    @Test
    void whatExitedWhileTheServerSaidNothingIsReported(@TempDir Path folder) throws Exception {
        var before = longRunning();
        var task = untilToldTo(folder);

        berth.server().process().freeze();
        Files.createFile(folder.resolve("go"));
        awaitExited(agentOf(task), task);
        berth.server().process().thaw();

        assertExited(berth.ecs().awaitStopped(task));
        before.forEach(KillIT::assertStillTheSame);
    }

    @Test
    void aStopThatTheAgentDidNotReceiveIsExecuted() {
        var task = longRunning().getFirst();
        var agent = agentOf(task);

        agent.kill();
        berth.ecs().stop(task, "nobody listens");
        berth.server().kill();
        berth.server().start();
        agent.start();

        var stopped = berth.ecs().awaitStopped(task);
        assertThat(stopped.stoppedReason()).isEqualTo("nobody listens");
        assertThat(container(stopped, "main").exitCode()).isZero();
    }

    private static List<Task> longRunning() {
        var definition = berth.ecs().register("before", Containers.idle("main"));
        var tasks = berth.ecs().run(definition, r -> r.count(2));
        return tasks.stream().map(berth.ecs()::awaitRunning).toList();
    }

    private static void assertStillTheSame(Task before) {
        var now = berth.ecs().describe(before.taskArn());
        assertThat(now.lastStatus()).as(Ecs.whyStopped(now)).isEqualTo("RUNNING");
        assertThat(container(now, "main").runtimeId())
                .isEqualTo(container(before, "main").runtimeId());
    }

    /** A task that exits with 5 as soon as the file {@code go} is in the folder. */
    private static Task untilToldTo(Path folder) {
        var script = "until [ -f /told/go ]; do sleep 0.1; done; exit 5";
        var main = Containers.shell("main", script).mountPoints(mount("told", "/told"));
        var definition =
                berth.ecs().register("told", r -> r.volumes(hostVolume("told", folder)), main);
        return berth.ecs().awaitRunning(berth.ecs().run(definition));
    }

    private static BerthAgent agentOf(Task task) {
        return berth.agents().stream()
                .filter(a -> a.containerInstanceArn().equals(task.containerInstanceArn()))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitExited(BerthAgent agent, Task task) {
        var id = container(task, "main").runtimeId();
        Await.until(
                "the container to exit",
                SOON,
                () -> {
                    var inspected = agent.host().client().inspectContainerCmd(id).exec();
                    return !Boolean.TRUE.equals(inspected.getState().getRunning());
                });
    }

    private static void assertExited(Task stopped) {
        assertThat(container(stopped, "main").exitCode()).isEqualTo(5);
        assertThat(stopped.stopCodeAsString()).isEqualTo("EssentialContainerExited");
    }
}

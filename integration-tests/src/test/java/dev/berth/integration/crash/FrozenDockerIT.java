package dev.berth.integration.crash;

import static dev.berth.integration.installation.Ecs.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.BerthAgent;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import dev.berth.integration.testbed.DockerHost;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Task;

/** A Docker daemon that hangs or dies costs no task anything. */
@OnEmbeddedDatabase
class FrozenDockerIT {
    private static final Duration FROZEN = Duration.ofSeconds(10);
    private static final Duration LONG_FROZEN = Duration.ofSeconds(25);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Installation berth;
    private final Ecs ecs;

    FrozenDockerIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
    }

    @AfterEach
    void clearUp() {
        ecs.stopEverything();
        Invariants.hold(berth);
    }

    @Test
    void aFrozenDaemonMarksNothingStopped() throws Exception {
        var definition = ecs.register("frozen", Containers.idle("main"));
        var before = ecs.run(definition, r -> r.count(4)).stream().map(ecs::awaitRunning).toList();
        var hosts = berth.agents().stream().map(BerthAgent::host).toList();

        List<Task> during;
        hosts.forEach(DockerHost::freeze);
        try {
            during = ecs.run(definition, r -> r.count(4));
            ecs.stop(before.getFirst(), "while frozen");
            var all = Stream.concat(before.stream(), during.stream()).map(Task::taskArn).toList();
            Await.staysTrue(
                    FROZEN,
                    () ->
                            assertThat(ecs.describe(all))
                                    .hasSize(8)
                                    .extracting(Task::lastStatus)
                                    .doesNotContain("STOPPED"));
        } finally {
            hosts.forEach(DockerHost::thaw);
        }

        during.forEach(ecs::awaitRunning);
        ecs.awaitStopped(before.getFirst());
        before.stream().skip(1).forEach(this::assertStillTheSame);
        Invariants.hold(berth);
    }

    @Test
    void tasksThatEndWhileTheDaemonIsFrozenAreStoppedSoonAfter() throws Exception {
        var definition = ecs.register("ends-frozen", Containers.shell("main", "sleep 12; exit 3"));
        var tasks = ecs.run(definition, r -> r.count(6)).stream().map(ecs::awaitRunning).toList();
        var arns = tasks.stream().map(Task::taskArn).toList();
        var hosts = berth.agents().stream().map(BerthAgent::host).toList();

        hosts.forEach(DockerHost::freeze);
        try {
            Await.staysTrue(
                    LONG_FROZEN,
                    () ->
                            assertThat(ecs.describe(arns))
                                    .extracting(Task::lastStatus)
                                    .doesNotContain("STOPPED"));
        } finally {
            hosts.forEach(DockerHost::thaw);
        }

        Await.holds(
                "what ended while Docker was frozen is STOPPED with its exit code",
                SOON,
                () ->
                        assertThat(ecs.describe(arns))
                                .allSatisfy(
                                        task -> {
                                            assertThat(task.lastStatus()).isEqualTo("STOPPED");
                                            assertThat(container(task, "main").exitCode())
                                                    .isEqualTo(3);
                                        }));
    }

    @Test
    void aDaemonThatIsKilledAndRestartedFindsItsTasksRunning() {
        var host = berth.agents().getFirst().host();
        var definition = ecs.register("daemon", Containers.idle("main"));
        var before = ecs.run(definition, r -> r.count(4)).stream().map(ecs::awaitRunning).toList();

        host.kill();
        var during = ecs.run(definition, r -> r.count(4));
        host.restart();

        during.forEach(ecs::awaitRunning);
        before.forEach(this::assertStillTheSame);
        Invariants.hold(berth);
    }

    private void assertStillTheSame(Task before) {
        var now = ecs.describe(before.taskArn());
        assertThat(now.lastStatus()).as(Ecs.whyStopped(now)).isEqualTo("RUNNING");
        assertThat(container(now, "main").runtimeId())
                .isEqualTo(container(before, "main").runtimeId());
    }
}

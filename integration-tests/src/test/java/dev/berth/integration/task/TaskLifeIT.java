package dev.berth.integration.task;

import static dev.berth.integration.installation.Ecs.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Http;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEachDatabase;
import dev.berth.integration.testbed.BusyboxImage;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;

/** From RunTask to a container that answers, and back. */
@OnEachDatabase
class TaskLifeIT {
    private final Installation berth;
    private final Ecs ecs;

    TaskLifeIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
    }

    @AfterEach
    void clearUp() {
        ecs.stopEverything();
        Invariants.hold(berth);
    }

    @Test
    void runningTasksAnswerAtTheirBindingsFromOutside() {
        var web = Containers.web("web", 80, "hello").portMappings(Containers.tcp(80, 0));
        var tasks = ecs.run(ecs.register("web", web), r -> r.count(4));

        var answered = new HashSet<String>();
        for (var task : tasks) {
            var running = ecs.awaitRunning(task);
            var bindings = container(running, "web").networkBindings();
            assertThat(bindings).hasSize(1);
            var binding = bindings.getFirst();
            assertThat(binding.containerPort()).isEqualTo(80);
            assertThat(binding.protocol()).isEqualTo(TransportProtocol.TCP);
            assertThat(binding.bindIP()).isEqualTo("0.0.0.0");
            var address = berth.addressOf(running);
            assertThat(Http.get(address, binding.hostPort())).isEqualTo("hello");
            answered.add(address + ":" + binding.hostPort());
        }
        assertThat(answered).as("each at a place of its own").hasSize(4);
        assertThat(tasks.stream().map(t -> t.containerInstanceArn()).distinct())
                .as("spread over both hosts")
                .hasSize(2);
        Invariants.hold(berth);
    }

    @Test
    void aRunningTaskTellsWhenItCameToBe() {
        var task = ecs.run(ecs.register("times", Containers.idle("main")));
        assertThat(task.lastStatus()).isEqualTo("PENDING");
        assertThat(task.desiredStatus()).isEqualTo("RUNNING");
        assertThat(task.group()).isEqualTo("family:times");

        var running = ecs.awaitRunning(task);
        assertThat(running.createdAt()).isEqualTo(task.createdAt());
        assertThat(running.startedAt()).isAfter(running.createdAt());
        assertThat(running.version()).isGreaterThan(task.version());
        assertThat(container(running, "main").lastStatus()).isEqualTo("RUNNING");
        assertThat(container(running, "main").runtimeId()).hasSize(64);

        ecs.stop(running, "enough");
        var stopped = ecs.awaitStopped(running);
        assertThat(stopped.stoppingAt()).isAfterOrEqualTo(stopped.startedAt());
        assertThat(stopped.stoppedAt()).isAfterOrEqualTo(stopped.stoppingAt());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aTaskEndsWithTheExitCodeOfItsEssentialContainer(int code) {
        var task = ecs.run(ecs.register("exit", Containers.shell("main", "exit " + code)));

        var stopped = ecs.awaitStopped(task);
        assertThat(container(stopped, "main").exitCode()).isEqualTo(code);
        assertThat(container(stopped, "main").lastStatus()).isEqualTo("STOPPED");
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(stopped.stoppedReason()).isEqualTo("Essential container in task exited");
    }

    @Test
    void anImageThatCannotBePulledStopsTheTaskWithTheReason() {
        var image = Containers.shell("main", "true").image("127.0.0.1:1/none");
        var task = ecs.run(ecs.register("pull", image));

        var stopped = ecs.awaitStopped(task);
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        assertThat(container(stopped, "main").reason())
                .startsWith("CannotPullContainerError: ")
                .contains("127.0.0.1:1");
        assertThat(container(stopped, "main").exitCode()).isNull();
    }

    @Test
    void anImageThatIsThereStartsThoughItsRegistryCannotBeReached() {
        var image = "127.0.0.1:1/harbour";
        for (var agent : berth.agents())
            agent.host().client().tagImageCmd(BusyboxImage.NAME, image, "local").exec();
        var main = Containers.idle("main").image(image + ":local");

        var running = ecs.awaitRunning(ecs.run(ecs.register("local", main)));

        assertThat(container(running, "main").image()).isEqualTo(image + ":local");
    }

    @Test
    void aCommandThatDoesNotExistStopsTheTaskWithTheReason() {
        var command = Containers.shell("main", "").command("/no/such/program");
        var task = ecs.run(ecs.register("command", command));

        var stopped = ecs.awaitStopped(task);
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        assertThat(container(stopped, "main").reason())
                .startsWith("CannotStartContainerError: ")
                .contains("/no/such/program");
    }

    @Test
    void aStoppedTaskMayEndInItsOwnWay() {
        var script = "trap 'exit 7' TERM; sleep 100000 & wait";
        var task = ecs.run(ecs.register("trap", Containers.shell("main", script)));
        ecs.awaitRunning(task);

        ecs.stop(task, "maintenance at noon");

        var stopped = ecs.awaitStopped(task);
        assertThat(container(stopped, "main").exitCode()).isEqualTo(7);
        assertThat(stopped.desiredStatus()).isEqualTo("STOPPED");
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopped.stoppedReason()).isEqualTo("maintenance at noon");
    }

    @Test
    void aTaskThatIgnoresTheSignalIsKilledAfterItsStopTimeout() {
        var deaf = Containers.shell("main", "trap '' TERM; sleep 100000").stopTimeout(1);
        var task = ecs.run(ecs.register("deaf", deaf));
        ecs.awaitRunning(task);

        ecs.stop(task, "now");

        var stopped = ecs.awaitStopped(task);
        assertThat(container(stopped, "main").exitCode()).isEqualTo(137);
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
    }

    @Test
    void anEssentialContainerTakesTheOthersWithIt() {
        var main = Containers.shell("main", "sleep 1; exit 4");
        var side = Containers.shell("side", "trap 'exit 5' TERM; sleep 100000 & wait");
        var task = ecs.run(ecs.register("pair", main, side));

        var stopped = ecs.awaitStopped(task);
        assertThat(container(stopped, "main").exitCode()).isEqualTo(4);
        assertThat(container(stopped, "side").exitCode()).isEqualTo(5);
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
    }

    @Test
    void aTaskOutlivesAContainerThatIsNotEssential() {
        var main = Containers.idle("main");
        var helper = Containers.shell("init", "exit 0").essential(false);
        var task = ecs.run(ecs.register("init", main, helper));

        ecs.awaitRunning(task);
        ecs.awaitContainerStopped(task, "init");
        assertThat(ecs.describe(task.taskArn()).lastStatus()).isEqualTo("RUNNING");

        ecs.stop(task, "enough");
        var stopped = ecs.awaitStopped(task);
        assertThat(container(stopped, "init").exitCode()).isZero();
        assertThat(container(stopped, "main").exitCode()).isZero();
    }

    @Test
    void aTaskThatIsStoppedBeforeItRunsNeverRuns() {
        var definition = ecs.register("hasty", Containers.idle("main"));
        var task = ecs.run(definition);
        ecs.stop(task, "changed my mind");

        var stopped = ecs.awaitStopped(task);
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopped.stoppedReason()).isEqualTo("changed my mind");
    }
}

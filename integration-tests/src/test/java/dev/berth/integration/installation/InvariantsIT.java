package dev.berth.integration.installation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.integration.testbed.BusyboxImage;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Task;

/** The invariants are broken by what they forbid; else the crash tests would show nothing. */
@OnEmbeddedDatabase
class InvariantsIT {
    private final Installation berth;
    private final Ecs ecs;

    InvariantsIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
    }

    @AfterEach
    void clearUp() {
        ecs.stopEverything();
        Invariants.hold(berth);
    }

    @Test
    void aDoubledContainerIsSeen() {
        var task = running();
        var docker = berth.hostOf(task).client();
        var labels =
                Map.of(
                        "dev.berth.instance", task.containerInstanceArn(),
                        "com.amazonaws.ecs.task-arn", task.taskArn(),
                        "com.amazonaws.ecs.container-name", "main");
        var twin =
                docker.createContainerCmd(BusyboxImage.NAME)
                        .withCmd("true")
                        .withLabels(labels)
                        .exec();
        try {
            assertThatThrownBy(() -> Invariants.check(berth))
                    .hasMessageContaining("a container of a task is made once");
        } finally {
            docker.removeContainerCmd(twin.getId()).withForce(true).exec();
        }
        Invariants.check(berth);
    }

    @Test
    void aContainerThatDoesNotRunIsSeen() {
        var task = running();
        var docker = berth.hostOf(task).client();
        var id = Ecs.container(task, "main").runtimeId();

        docker.pauseContainerCmd(id).exec();
        try {
            assertThatThrownBy(() -> Invariants.check(berth))
                    .hasMessageContaining("containers that run for");
        } finally {
            docker.unpauseContainerCmd(id).exec();
        }
        Invariants.check(berth);
    }

    private Task running() {
        var task = ecs.awaitRunning(ecs.run(ecs.register("watched", Containers.idle("main"))));
        Invariants.hold(berth);
        return task;
    }
}

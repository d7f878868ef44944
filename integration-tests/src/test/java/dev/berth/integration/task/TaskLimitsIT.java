package dev.berth.integration.task;

import static dev.berth.integration.installation.Ecs.container;
import static dev.berth.integration.installation.Ecs.whyStopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Http;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Task;

/** What the containers of a task have together, and ports by the range. */
@OnEmbeddedDatabase
class TaskLimitsIT {
    private final Installation berth;
    private final Ecs ecs;

    TaskLimitsIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
    }

    @AfterEach
    void clearUp() {
        ecs.stopEverything();
        Invariants.hold(berth);
    }

    @Test
    void theContainersOfATaskAreInOneCgroup() {
        var one = Containers.idle("one").memory(null);
        var two = Containers.idle("two").memory(null);
        var definition = ecs.register("together", r -> r.cpu("256").memory("40"), one, two);

        var task = ecs.awaitRunning(ecs.run(definition));

        assertThat(task.cpu()).isEqualTo("256");
        assertThat(task.memory()).isEqualTo("40");
        var id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        assertThat(cgroupParent(task, "one")).contains(id).isEqualTo(cgroupParent(task, "two"));
    }

    private String cgroupParent(Task task, String container) {
        return berth.hostOf(task)
                .client()
                .inspectContainerCmd(container(task, container).runtimeId())
                .exec()
                .getHostConfig()
                .getCgroupParent();
    }

    @Test
    void aContainerThatUsesMoreThanItsMemoryIsKilled() {
        var main = Containers.shell("main", "exec tail -c 60m /dev/zero").memory(20);

        var stopped = ecs.awaitStopped(ecs.run(ecs.register("hog", main)));

        assertThat(exitCode(stopped)).as(whyStopped(stopped)).isEqualTo(137);
        assertThat(container(stopped, "main").reason()).startsWith("OutOfMemoryError");
    }

    @Test
    void eachPortOfARangeIsPublished() {
        var web =
                Containers.web("web", 8001, "aboard")
                        .portMappings(
                                PortMapping.builder().containerPortRange("8000-8002").build());

        var task = ecs.awaitRunning(ecs.run(ecs.register("range", web)));

        var bindings = container(task, "web").networkBindings();
        assertThat(bindings)
                .extracting(NetworkBinding::containerPort)
                .containsExactlyInAnyOrder(8000, 8001, 8002);
        assertThat(Http.get(berth.addressOf(task), hostPort(bindings, 8001))).isEqualTo("aboard");
    }

    private static int hostPort(List<NetworkBinding> bindings, int containerPort) {
        return bindings.stream()
                .filter(binding -> binding.containerPort() == containerPort)
                .findFirst()
                .orElseThrow()
                .hostPort();
    }

    private static Integer exitCode(Task task) {
        return container(task, "main").exitCode();
    }
}

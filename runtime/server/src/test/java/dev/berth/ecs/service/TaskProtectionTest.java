package dev.berth.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;

@ExtendWith(SharedServer.class)
class TaskProtectionTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;

    TaskProtectionTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
    }

    @Test
    void aTaskThatIsNotOfAServiceCannotBeProtected() {
        server.instance(cluster);
        var family = server.definition();
        var task =
                ecs.runTask(r -> r.cluster(cluster).taskDefinition(family))
                        .tasks()
                        .getFirst()
                        .taskArn();

        var answer =
                ecs.updateTaskProtection(
                        r -> r.cluster(cluster).tasks(task, "nothing").protectionEnabled(true));

        assertThat(answer.protectedTasks()).isEmpty();
        assertThat(answer.failures())
                .extracting(failure -> failure.reason())
                .containsExactly("TASK_NOT_VALID", "MISSING");
        assertThat(ecs.getTaskProtection(r -> r.cluster(cluster).tasks(task)).failures())
                .singleElement()
                .matches(failure -> failure.reason().equals("TASK_NOT_VALID"));
    }

    @Test
    void aProtectionLastsUpToTwoDaysAndIsSaidForUpToTenTasks() {
        assertThatThrownBy(
                        () ->
                                ecs.updateTaskProtection(
                                        r ->
                                                r.cluster(cluster)
                                                        .tasks("x")
                                                        .protectionEnabled(true)
                                                        .expiresInMinutes(2_881)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("expiresInMinutes must be between 1 and 2880.");
        assertThatThrownBy(
                        () ->
                                ecs.updateTaskProtection(
                                        r -> r.cluster(cluster).protectionEnabled(true)))
                .hasMessageContaining("tasks is required.");
        assertThatThrownBy(() -> ecs.getTaskProtection(r -> r.cluster("nowhere").tasks("x")))
                .isInstanceOf(ClusterNotFoundException.class);
    }
}

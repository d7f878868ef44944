package dev.berth.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.ecs.SharedServer.Running;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AttachmentStateChange;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;

/** What is named belongs to the cluster of the call, and that cluster is looked for first. */
@ExtendWith(SharedServer.class)
class ClusterOfTheCallTest {
    private final Running server;
    private final EcsClient ecs;

    ClusterOfTheCallTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
    }

    @Test
    void anArnOfAnotherClusterIsRefusedAndABareIdThatIsNotThereIsMissing() {
        var mine = server.cluster();
        var other = server.cluster();
        var instance = server.instance(other);
        var family = server.definition();
        var task =
                ecs.runTask(r -> r.cluster(other).taskDefinition(family))
                        .tasks()
                        .getFirst()
                        .taskArn();

        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () -> ecs.describeTasks(r -> r.cluster(mine).tasks(task)),
                        () -> ecs.stopTask(r -> r.cluster(mine).task(task)),
                        () -> ecs.listTasks(r -> r.cluster(mine).containerInstance(instance)),
                        () ->
                                ecs.describeContainerInstances(
                                        r -> r.cluster(mine).containerInstances(instance)),
                        () ->
                                ecs.deregisterContainerInstance(
                                        r -> r.cluster(mine).containerInstance(instance)),
                        () ->
                                ecs.updateContainerInstancesState(
                                        r ->
                                                r.cluster(mine)
                                                        .containerInstances(instance)
                                                        .status("DRAINING")),
                        () ->
                                ecs.startTask(
                                        r ->
                                                r.cluster(mine)
                                                        .taskDefinition(family)
                                                        .containerInstances(instance)))) {
            assertThatThrownBy(call)
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining(
                            "Invalid identifier: Identifier is for cluster %s. Your cluster is %s"
                                    .formatted(other, mine));
        }
        var id = task.substring(task.lastIndexOf('/') + 1);
        assertThat(ecs.describeTasks(r -> r.cluster(mine).tasks(id)).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo("MISSING"));
    }

    @Test
    void anUnknownClusterIsSaidBeforeAnEmptyList() {
        var family = server.definition();

        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () -> ecs.describeTasks(r -> r.cluster("nowhere").tasks(List.of())),
                        () -> ecs.describeContainerInstances(r -> r.cluster("nowhere")),
                        () ->
                                ecs.updateContainerInstancesState(
                                        r -> r.cluster("nowhere").status("DRAINING")),
                        () -> ecs.startTask(r -> r.cluster("nowhere").taskDefinition(family)),
                        () -> ecs.registerContainerInstance(r -> r.cluster("nowhere")))) {
            assertThatThrownBy(call).isInstanceOf(ClusterNotFoundException.class);
        }
        var cluster = server.cluster();
        assertThatThrownBy(() -> ecs.describeTasks(r -> r.cluster(cluster)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("tasks is required.");
    }

    @Test
    void aReportOnAttachmentsSaysWhichAndHowTheyAre() {
        assertThatThrownBy(() -> ecs.submitAttachmentStateChanges(r -> {}))
                .hasMessageContaining("attachments is required.");
        assertThatThrownBy(
                        () ->
                                ecs.submitAttachmentStateChanges(
                                        r ->
                                                r.attachments(
                                                        AttachmentStateChange.builder()
                                                                .attachmentArn("x")
                                                                .build())))
                .hasMessageContaining("attachments[0].status is required.");
    }
}

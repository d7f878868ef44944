package dev.berth.ecs.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;

@ExtendWith(SharedServer.class)
class InstancesStateTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;

    InstancesStateTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
    }

    @Test
    void aDrainingInstanceGetsNoNewTasksUntilItIsActiveAgain() {
        var instance = server.instance(cluster);
        var family = server.definition();
        ecs.runTask(r -> r.cluster(cluster).taskDefinition(family));
        var before = describe(instance).version();

        var drained = update(ContainerInstanceStatus.DRAINING, instance);

        assertThat(drained.failures()).isEmpty();
        assertThat(drained.containerInstances())
                .singleElement()
                .satisfies(
                        shown -> {
                            assertThat(shown.status()).isEqualTo("DRAINING");
                            assertThat(shown.pendingTasksCount()).isEqualTo(1);
                            assertThat(shown.version()).isEqualTo(before + 1);
                        });
        var refused = ecs.runTask(r -> r.cluster(cluster).taskDefinition(family));
        assertThat(refused.tasks()).isEmpty();
        assertThat(refused.failures())
                .containsExactly(Failure.builder().arn(instance).reason("INACTIVE").build());

        update(ContainerInstanceStatus.ACTIVE, instance);

        assertThat(ecs.runTask(r -> r.cluster(cluster).taskDefinition(family)).tasks()).hasSize(1);
    }

    @Test
    void aDrainingInstanceIsCountedAndListedByItsStatus() {
        var active = server.instance(cluster);
        var draining = server.instance(cluster);
        update(ContainerInstanceStatus.DRAINING, draining);

        var counted = ecs.describeClusters(r -> r.clusters(cluster)).clusters().getFirst();
        assertThat(counted.registeredContainerInstancesCount()).isEqualTo(2);
        assertThat(listed(ContainerInstanceStatus.DRAINING)).containsExactly(draining);
        assertThat(listed(ContainerInstanceStatus.ACTIVE)).containsExactly(active);
        assertThat(ecs.listContainerInstances(r -> r.cluster(cluster)).containerInstanceArns())
                .containsExactlyInAnyOrder(active, draining);
    }

    @Test
    void instancesThatCannotChangeAreFailures() {
        var instance = server.instance(cluster);
        var gone = server.instance(cluster);
        ecs.deregisterContainerInstance(r -> r.cluster(cluster).containerInstance(gone));
        var missing = gone.replaceAll("[0-9a-f]{32}$", "0".repeat(32));

        var answer = update(ContainerInstanceStatus.DRAINING, instance, gone, missing);

        assertThat(answer.containerInstances())
                .extracting(ContainerInstance::containerInstanceArn)
                .containsExactly(instance);
        assertThat(answer.failures())
                .containsExactly(
                        Failure.builder().arn(gone).reason("INACTIVE").build(),
                        Failure.builder().arn(missing).reason("MISSING").build());
    }

    @Test
    void onlyActiveAndDrainingCanBeAskedFor() {
        var instance = server.instance(cluster);

        assertThatThrownBy(() -> update(ContainerInstanceStatus.DEREGISTERING, instance))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("status must be one of ACTIVE, DRAINING.");
    }

    private UpdateContainerInstancesStateResponse update(
            ContainerInstanceStatus status, String... instances) {
        return ecs.updateContainerInstancesState(
                r -> r.cluster(cluster).containerInstances(instances).status(status));
    }

    private List<String> listed(ContainerInstanceStatus status) {
        return ecs.listContainerInstances(r -> r.cluster(cluster).status(status))
                .containerInstanceArns();
    }

    private ContainerInstance describe(String instance) {
        return ecs.describeContainerInstances(r -> r.cluster(cluster).containerInstances(instance))
                .containerInstances()
                .getFirst();
    }
}

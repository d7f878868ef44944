package dev.berth.ecs.task;

import static dev.berth.ecs.SharedServer.Running.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

@ExtendWith(SharedServer.class)
class StartTaskTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;

    StartTaskTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
    }

    @Test
    void eachInstanceThatIsNamedGetsATaskAndNoOtherDoes() {
        var first = server.instance(cluster);
        var second = server.instance(cluster);
        server.instance(cluster);
        var family = server.definition();
        var override = ContainerOverride.builder().name("main").command("true").build();

        var answer =
                start(
                        r ->
                                r.taskDefinition(family)
                                        .containerInstances(first, second, first)
                                        .group("nightly")
                                        .startedBy("me")
                                        .referenceId("any")
                                        .overrides(o -> o.containerOverrides(override)));

        assertThat(answer.failures()).isEmpty();
        assertThat(answer.hasFailures()).isTrue();
        assertThat(answer.tasks())
                .extracting(Task::containerInstanceArn)
                .containsExactlyInAnyOrder(first, second);
        assertThat(answer.tasks())
                .allSatisfy(
                        task -> {
                            assertThat(task.group()).isEqualTo("nightly");
                            assertThat(task.startedBy()).isEqualTo("me");
                            assertThat(task.lastStatus()).isEqualTo("PENDING");
                            assertThat(task.overrides().containerOverrides())
                                    .containsExactly(override);
                        });
        assertThat(ecs.listTasks(r -> r.cluster(cluster)).taskArns()).hasSize(2);
    }

    @Test
    void whatAnInstanceCannotTakeIsItsFailureAndTheOthersStart() {
        var fits = server.instance(cluster);
        var full = server.instance(cluster);
        var draining = server.instance(cluster);
        var gone = server.instance(cluster);
        var disconnected = registered();
        var missing = fits.replaceAll("[0-9a-f]{32}$", "0".repeat(32));
        var big = server.definition(container().toBuilder().memory(600).build());
        start(r -> r.taskDefinition(big).containerInstances(full));
        ecs.updateContainerInstancesState(
                r ->
                        r.cluster(cluster)
                                .containerInstances(draining)
                                .status(ContainerInstanceStatus.DRAINING));
        ecs.deregisterContainerInstance(r -> r.cluster(cluster).containerInstance(gone));

        var answer =
                start(
                        r ->
                                r.taskDefinition(big)
                                        .containerInstances(
                                                fits, full, draining, gone, disconnected, missing));

        assertThat(answer.tasks()).extracting(Task::containerInstanceArn).containsExactly(fits);
        assertThat(answer.failures())
                .containsExactlyInAnyOrder(
                        failure(full, "RESOURCE:MEMORY"),
                        failure(draining, "INACTIVE"),
                        failure(gone, "INACTIVE"),
                        failure(disconnected, "AGENT"),
                        failure(missing, "MISSING"));
    }

    @Test
    void aCallThatCannotBeMeantIsRefused() {
        var instance = server.instance(cluster);
        var family = server.definition();
        var eleven =
                IntStream.range(0, 11).mapToObj(i -> "%032x".formatted(i)).toArray(String[]::new);

        assertThatThrownBy(() -> start(r -> r.taskDefinition(family).containerInstances(eleven)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("containerInstances can name at most 10");
        assertThatThrownBy(() -> start(r -> r.taskDefinition(family)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("containerInstances is required");
        assertThatThrownBy(
                        () -> start(r -> r.taskDefinition("absent").containerInstances(instance)))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("Unable to describe task definition.");
        assertThatThrownBy(
                        () ->
                                ecs.startTask(
                                        r ->
                                                r.cluster("absent")
                                                        .taskDefinition(family)
                                                        .containerInstances(instance)))
                .isInstanceOf(ClusterNotFoundException.class);
        assertThatThrownBy(
                        () ->
                                start(
                                        r ->
                                                r.taskDefinition(family)
                                                        .containerInstances(instance)
                                                        .enableExecuteCommand(true)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("enableExecuteCommand");
        assertThat(ecs.listTasks(r -> r.cluster(cluster)).taskArns()).isEmpty();
    }

    private String registered() {
        return ecs.registerContainerInstance(
                        r -> r.cluster(cluster).totalResources(Running.resources(1024, 1000)))
                .containerInstance()
                .containerInstanceArn();
    }

    private StartTaskResponse start(Consumer<StartTaskRequest.Builder> request) {
        return ecs.startTask(
                r -> {
                    r.cluster(cluster);
                    request.accept(r);
                });
    }

    private static Failure failure(String arn, String reason) {
        return Failure.builder().arn(arn).reason(reason).build();
    }
}

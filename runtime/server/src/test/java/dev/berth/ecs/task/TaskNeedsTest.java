package dev.berth.ecs.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.RuntimePlatform;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** What a whole task needs of its instance: room, and what the instance can do. */
@ExtendWith(SharedServer.class)
class TaskNeedsTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;

    TaskNeedsTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
    }

    @Test
    void aTaskHoldsTheLimitsOfItsDefinitionUnlessTheCallOverridesThem() {
        server.instance(cluster);
        var family = server.name();
        var container = ContainerDefinition.builder().name("main").image("busybox").build();
        ecs.registerTaskDefinition(
                r ->
                        r.family(family)
                                .cpu("0.25 vCPU")
                                .memory("0.1 GB")
                                .containerDefinitions(container));

        var plain = run(r -> r.taskDefinition(family)).tasks().getFirst();
        var overridden =
                run(r -> r.taskDefinition(family).overrides(o -> o.cpu("128").memory("200")))
                        .tasks()
                        .getFirst();

        assertThat(plain.cpu()).isEqualTo("256");
        assertThat(plain.memory()).isEqualTo("102");
        assertThat(overridden.cpu()).isEqualTo("128");
        assertThat(overridden.memory()).isEqualTo("200");
        assertThat(overridden.overrides().memory()).isEqualTo("200");
        refused(
                InvalidParameterException.class,
                r -> r.taskDefinition(family).overrides(o -> o.cpu("1")),
                "overrides: The task's cpu must be between");
    }

    @Test
    void whatAnInstanceCannotDoIsAFailureOfItAndTheDefinitionNamesIt() {
        var instance = server.instance(cluster);
        var family = server.name();
        var definition = registerFor("ARM64", family);

        var answer = run(r -> r.taskDefinition(family));

        assertThat(definition.requiresAttributes())
                .containsExactly(
                        Attribute.builder().name("ecs.cpu-architecture").value("arm64").build());
        assertThat(answer.tasks()).isEmpty();
        assertThat(answer.failures())
                .containsExactly(Failure.builder().arn(instance).reason("ATTRIBUTE").build());
        registerFor("X86_64", family);
        assertThat(run(r -> r.taskDefinition(family)).tasks()).hasSize(1);
    }

    private TaskDefinition registerFor(String architecture, String family) {
        var platform = RuntimePlatform.builder().cpuArchitecture(architecture).build();
        return ecs.registerTaskDefinition(
                        r ->
                                r.family(family)
                                        .runtimePlatform(platform)
                                        .containerDefinitions(Running.container()))
                .taskDefinition();
    }

    private RunTaskResponse run(Consumer<RunTaskRequest.Builder> request) {
        return ecs.runTask(request.andThen(r -> r.cluster(cluster)));
    }

    private void refused(
            Class<? extends Throwable> type,
            Consumer<RunTaskRequest.Builder> request,
            String sentence) {
        assertThat(catchThrowableOfType(type, () -> run(request)))
                .isNotNull()
                .hasMessageContaining(sentence);
    }
}

package dev.berth.ecs.task;

import static dev.berth.ecs.SharedServer.Running.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

@ExtendWith(SharedServer.class)
class RunTaskTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;

    RunTaskTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
    }

    @Test
    void aTaskIsPendingOnAnInstanceRightAfterTheCall() {
        var instance = server.instance(cluster);
        var family = server.definition();

        var answer = run(r -> r.taskDefinition(family).startedBy("me/1"));

        assertThat(answer.failures()).isEmpty();
        assertThat(answer.hasFailures()).isTrue();
        var task = answer.tasks().getFirst();
        assertThat(task.taskArn())
                .matches("arn:aws:ecs:eu-test-1:123456789012:task/" + cluster + "/[0-9a-f]{32}");
        assertThat(task.clusterArn()).endsWith("cluster/" + cluster);
        assertThat(task.taskDefinitionArn()).endsWith("task-definition/" + family + ":1");
        assertThat(task.containerInstanceArn()).isEqualTo(instance);
        assertThat(task.lastStatus()).isEqualTo("PENDING");
        assertThat(task.desiredStatus()).isEqualTo("RUNNING");
        assertThat(task.group()).isEqualTo("family:" + family);
        assertThat(task.startedBy()).isEqualTo("me/1");
        assertThat(task.launchType()).isEqualTo(LaunchType.EC2);
        assertThat(task.version()).isEqualTo(1);
        assertThat(task.cpu()).isEqualTo("0");
        assertThat(task.memory()).isEqualTo("100");
        assertThat(task.connectivityAsString()).isEqualTo("CONNECTED");
        assertThat(task.availabilityZone()).isEqualTo("eu-test-1a");
        assertThat(task.overrides().containerOverrides())
                .containsExactly(ContainerOverride.builder().name("main").build());
        assertThat(task.containers())
                .singleElement()
                .satisfies(
                        container -> {
                            assertThat(container.name()).isEqualTo("main");
                            assertThat(container.lastStatus()).isEqualTo("PENDING");
                            assertThat(container.cpu()).isEqualTo("0");
                            assertThat(container.memory()).isEqualTo("100");
                            assertThat(container.taskArn()).isEqualTo(task.taskArn());
                            assertThat(container.containerArn())
                                    .startsWith(task.taskArn().replace(":task/", ":container/"));
                        });
    }

    @Test
    void aClusterWithoutInstancesIsAnErrorAndNoFailure() {
        var family = server.definition();

        refused(
                InvalidParameterException.class,
                r -> r.taskDefinition(family),
                "No Container Instances were found in your cluster.");
    }

    @Test
    void whatDoesNotFitIsAFailureOfEachInstance() {
        var instance = server.instance(cluster);
        var family = server.definition(container().toBuilder().memory(600).build());

        var answer = run(r -> r.taskDefinition(family).count(2));

        assertThat(answer.tasks()).hasSize(1);
        assertThat(answer.failures())
                .containsExactly(Failure.builder().arn(instance).reason("RESOURCE:MEMORY").build());
    }

    @Test
    void aFixedPortThatIsTakenIsAFailureNamedPorts() {
        server.instance(cluster);
        var mapping = PortMapping.builder().containerPort(80).hostPort(8080).build();
        var family = server.definition(container().toBuilder().portMappings(mapping).build());
        run(r -> r.taskDefinition(family));

        assertThat(run(r -> r.taskDefinition(family)).failures())
                .singleElement()
                .matches(failure -> failure.reason().equals("RESOURCE:PORTS"));
    }

    @Test
    void theSameTokenGivesTheSameTasksAndOtherParametersConflict() {
        server.instance(cluster);
        var family = server.definition();
        var token = server.name();

        var first = run(r -> r.taskDefinition(family).count(2).clientToken(token));
        var second = run(r -> r.taskDefinition(family).count(2).clientToken(token));

        assertThat(arns(second)).containsExactlyInAnyOrderElementsOf(arns(first));
        var conflict =
                catchThrowableOfType(
                        ConflictException.class,
                        () -> run(r -> r.taskDefinition(family).count(1).clientToken(token)));
        assertThat(conflict.resourceIds()).containsExactlyInAnyOrderElementsOf(arns(first));
    }

    @Test
    void overridesChangeTheLimitsOfTheTaskAndAreShown() {
        server.instance(cluster);
        var family = server.definition();
        var override =
                ContainerOverride.builder()
                        .name("main")
                        .command("echo", "hi")
                        .environment(KeyValuePair.builder().name("A").value("b").build())
                        .cpu(20)
                        .memory(50)
                        .build();

        var task =
                run(r ->
                                r.taskDefinition(family)
                                        .overrides(o -> o.containerOverrides(List.of(override))))
                        .tasks()
                        .getFirst();

        assertThat(task.cpu()).isEqualTo("20");
        assertThat(task.memory()).isEqualTo("50");
        assertThat(task.overrides().containerOverrides()).containsExactly(override);
    }

    @Test
    void overridesNameContainersOfTheDefinitionOnceEach() {
        server.instance(cluster);
        var family = server.definition();

        refused(
                InvalidParameterException.class,
                r -> r.taskDefinition(family).overrides(overrides("other")),
                "Override for container named other is not a container in the TaskDefinition.");
        refused(
                InvalidParameterException.class,
                r -> r.taskDefinition(family).overrides(overrides("main", "main")),
                "Container main is overridden twice.");
        refused(
                InvalidParameterException.class,
                r ->
                        r.taskDefinition(family)
                                .overrides(
                                        o ->
                                                o.containerOverrides(
                                                        List.of(
                                                                ContainerOverride.builder()
                                                                        .name("main")
                                                                        .command("x".repeat(8_192))
                                                                        .build()))),
                "up to 8192 characters");
    }

    private static TaskOverride overrides(String... names) {
        return TaskOverride.builder()
                .containerOverrides(
                        Stream.of(names)
                                .map(name -> ContainerOverride.builder().name(name).cpu(1).build())
                                .toList())
                .build();
    }

    @Test
    void whatCannotBeRunIsRefusedInAmazonsWords() {
        server.instance(cluster);
        var family = server.definition();

        assertThat(
                        catchThrowableOfType(
                                ClusterNotFoundException.class,
                                () ->
                                        ecs.runTask(
                                                r ->
                                                        r.cluster(server.name())
                                                                .taskDefinition(family))))
                .hasMessageContaining("Cluster not found.");
        refused(
                ClientException.class,
                r -> r.taskDefinition(server.name()),
                "Unable to describe task definition.");
        refused(InvalidParameterException.class, r -> {}, "taskDefinition is required.");
        ecs.deregisterTaskDefinition(r -> r.taskDefinition(family + ":1"));
        refused(
                ClientException.class,
                r -> r.taskDefinition(family + ":1"),
                "TaskDefinition is inactive");
    }

    @Test
    void parametersBeyondTheirLimitsAreNamed() {
        var family = server.definition();

        invalid(r -> r.taskDefinition(family).count(0), "count must be between 1 and 10.");
        invalid(r -> r.taskDefinition(family).count(11), "count must be between 1 and 10.");
        invalid(r -> r.taskDefinition(family).startedBy("a".repeat(129)), "startedBy can have");
        invalid(r -> r.taskDefinition(family).group("service:x"), "service:");
        invalid(r -> r.taskDefinition(family).group("g".repeat(256)), "group can have");
        invalid(r -> r.taskDefinition(family).clientToken("t".repeat(65)), "clientToken can have");
        invalid(r -> r.taskDefinition(family).launchType(LaunchType.FARGATE), "launchType must be");
    }

    @Test
    void whatIsNotBuiltIsRefusedByName() {
        var family = server.definition();

        invalid(
                r -> r.taskDefinition(family).enableExecuteCommand(true),
                "RunTask does not support enableExecuteCommand yet.");
        invalid(
                r -> r.taskDefinition(family).platformVersion("1.4.0"),
                "RunTask does not support platformVersion yet.");
    }

    @Test
    void whatDeploymentToolsSayIsTaken() {
        server.instance(cluster);
        var family = server.definition();

        var task =
                run(r ->
                                r.taskDefinition(family)
                                        .startedBy("ECS Deploy arn:aws:x/1.2")
                                        .platformVersion("LATEST")
                                        .overrides(
                                                o ->
                                                        o.taskRoleArn("role")
                                                                .executionRoleArn("execution")
                                                                .containerOverrides(
                                                                        ContainerOverride.builder()
                                                                                .build())))
                        .tasks()
                        .getFirst();

        assertThat(task.startedBy()).isEqualTo("ECS Deploy arn:aws:x/1.2");
        assertThat(task.overrides().taskRoleArn()).isEqualTo("role");
        assertThat(task.overrides().executionRoleArn()).isEqualTo("execution");
    }

    @Test
    void anEmptyListOverridesNothing() {
        server.instance(cluster);
        var family = server.definition();
        var override =
                ContainerOverride.builder()
                        .name("main")
                        .command(List.of())
                        .environment(List.of())
                        .build();

        var task =
                run(r -> r.taskDefinition(family).overrides(o -> o.containerOverrides(override)))
                        .tasks()
                        .getFirst();

        assertThat(task.overrides().containerOverrides())
                .singleElement()
                .matches(kept -> !kept.hasCommand() && !kept.hasEnvironment());
    }

    @Test
    void anOverrideNeedsAContainerName() {
        var family = server.definition();
        server.instance(cluster);

        invalid(
                r ->
                        r.taskDefinition(family)
                                .overrides(
                                        o ->
                                                o.containerOverrides(
                                                        ContainerOverride.builder()
                                                                .command("x")
                                                                .build())),
                "Container name cannot be empty.");
    }

    private static List<String> arns(RunTaskResponse answer) {
        return answer.tasks().stream().map(Task::taskArn).toList();
    }

    private RunTaskResponse run(Consumer<RunTaskRequest.Builder> request) {
        return ecs.runTask(request.andThen(r -> r.cluster(cluster)));
    }

    private void invalid(Consumer<RunTaskRequest.Builder> request, String sentence) {
        refused(InvalidParameterException.class, request, sentence);
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

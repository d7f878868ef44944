package dev.berth.ecs.taskdefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

@ExtendWith(SharedServer.class)
class DeleteTaskDefinitionsTest {
    private final Running server;
    private final EcsClient ecs;

    DeleteTaskDefinitionsTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
    }

    @Test
    void anInactiveRevisionIsDeletedWhileItsTaskContinues() {
        var cluster = server.cluster();
        server.instance(cluster);
        var family = server.definition();
        var task = ecs.runTask(r -> r.cluster(cluster).taskDefinition(family)).tasks().getFirst();
        ecs.deregisterTaskDefinition(r -> r.taskDefinition(family + ":1"));

        var answer = ecs.deleteTaskDefinitions(r -> r.taskDefinitions(family + ":1"));

        assertThat(answer.failures()).isEmpty();
        assertThat(answer.hasFailures()).isTrue();
        var deleted = answer.taskDefinitions().getFirst();
        assertThat(deleted.status()).isEqualTo(TaskDefinitionStatus.DELETE_IN_PROGRESS);
        assertThat(deleted.deleteRequestedAt()).isNotNull();
        assertThat(deleted.deregisteredAt()).isNotNull();
        assertThat(deleted.containerDefinitions()).hasSize(1);
        var described =
                ecs.describeTaskDefinition(r -> r.taskDefinition(task.taskDefinitionArn()))
                        .taskDefinition();
        assertThat(described).isEqualTo(deleted);
        assertThat(
                        ecs.listTaskDefinitions(
                                        r ->
                                                r.familyPrefix(family)
                                                        .status(
                                                                TaskDefinitionStatus
                                                                        .DELETE_IN_PROGRESS))
                                .taskDefinitionArns())
                .containsExactly(task.taskDefinitionArn());
        assertThat(
                        ecs.listTaskDefinitions(
                                        r ->
                                                r.familyPrefix(family)
                                                        .status(TaskDefinitionStatus.INACTIVE))
                                .taskDefinitionArns())
                .isEmpty();
        assertThat(
                        ecs.describeTasks(r -> r.cluster(cluster).tasks(task.taskArn()))
                                .tasks()
                                .getFirst()
                                .desiredStatus())
                .isEqualTo("RUNNING");
        assertThatThrownBy(() -> ecs.runTask(r -> r.cluster(cluster).taskDefinition(family + ":1")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("TaskDefinition is inactive");
    }

    @Test
    void whatIsActiveOrWasNeverThereIsAFailureWithItsSentence() {
        var family = server.definition();
        var arn =
                ecs.describeTaskDefinition(r -> r.taskDefinition(family))
                        .taskDefinition()
                        .taskDefinitionArn();
        var absent = arn.replace(family + ":1", family + ":9");

        var answer = ecs.deleteTaskDefinitions(r -> r.taskDefinitions(family + ":1", absent));

        assertThat(answer.taskDefinitions()).isEmpty();
        assertThat(answer.failures())
                .containsExactly(
                        Failure.builder()
                                .arn(arn)
                                .reason(
                                        "The specified task definition is still in ACTIVE status."
                                                + " Please deregister the target and try again.")
                                .build(),
                        Failure.builder()
                                .arn(absent)
                                .reason(
                                        "The specified task definition does not exist. Specify a"
                                                + " valid account, family, revision and try again.")
                                .build());
    }

    @Test
    void anIdentifierThatIsNotValidIsAFailureAndTheOthersAreDeleted() {
        var family = server.definition();
        ecs.deregisterTaskDefinition(r -> r.taskDefinition(family + ":1"));

        var answer =
                ecs.deleteTaskDefinitions(
                        r -> r.taskDefinitions(family, "a b:1", "web:x", family + ":1"));

        assertThat(answer.taskDefinitions()).hasSize(1);
        assertThat(answer.failures())
                .extracting(Failure::arn)
                .containsExactly(family, "a b:1", "web:x");
        assertThat(answer.failures())
                .allMatch(
                        failure ->
                                failure.reason()
                                        .startsWith(
                                                "The specified task definition identifier is not"
                                                        + " valid."));
    }

    @Test
    void aDeletedRevisionIsGoneOnceNoTaskRefersToIt() {
        var cluster = server.cluster();
        server.instance(cluster);
        var used = server.definition();
        var unused = server.definition();
        ecs.runTask(r -> r.cluster(cluster).taskDefinition(used));
        for (var family : List.of(used, unused)) {
            ecs.deregisterTaskDefinition(r -> r.taskDefinition(family + ":1"));
            ecs.deleteTaskDefinitions(r -> r.taskDefinitions(family + ":1"));
        }

        server.forgetDeleted();

        assertThat(
                        ecs.describeTaskDefinition(r -> r.taskDefinition(used + ":1"))
                                .taskDefinition()
                                .status())
                .isEqualTo(TaskDefinitionStatus.DELETE_IN_PROGRESS);
        assertThatThrownBy(() -> ecs.describeTaskDefinition(r -> r.taskDefinition(unused + ":1")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("Unable to describe task definition.");
        assertThatThrownBy(() -> ecs.runTask(r -> r.cluster(cluster).taskDefinition(unused + ":1")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("Unable to describe task definition.");
        assertThat(ecs.listTaskDefinitionFamilies(r -> r.familyPrefix(unused)).families())
                .isEmpty();
        assertThat(ecs.deleteTaskDefinitions(r -> r.taskDefinitions(unused + ":1")).failures())
                .singleElement()
                .matches(failure -> failure.reason().contains("does not exist"));
    }

    @Test
    void theNumberOfADeletedRevisionIsNotGivenAgain() {
        var family = server.definition();
        ecs.deregisterTaskDefinition(r -> r.taskDefinition(family + ":1"));
        ecs.deleteTaskDefinitions(r -> r.taskDefinitions(family + ":1"));

        var next =
                ecs.registerTaskDefinition(
                        r -> r.family(family).containerDefinitions(Running.container()));

        assertThat(next.taskDefinition().revision()).isEqualTo(2);
    }
}

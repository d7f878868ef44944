package dev.berth.integration.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEachDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionFamilyStatus;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/** Task definitions and tasks as clients see them. */
@OnEachDatabase
class TaskApiIT {
    private final Ecs ecs;
    private final EcsClient client;

    TaskApiIT(Lab lab) {
        ecs = lab.shared().ecs();
        client = ecs.client();
    }

    @AfterEach
    void clearUp() {
        ecs.stopEverything();
    }

    @Test
    void revisionsCountUpAndAreNeverGivenTwice() {
        var first = ecs.register("revisions", Containers.idle("main"));
        var second = ecs.register("revisions", Containers.idle("main"));
        assertThat(first).endsWith(":task-definition/revisions:1");
        assertThat(second).endsWith(":task-definition/revisions:2");

        client.deregisterTaskDefinition(r -> r.taskDefinition(second));

        var third = ecs.register("revisions", Containers.idle("main"));
        assertThat(third).endsWith(":task-definition/revisions:3");
        assertThat(
                        client.listTaskDefinitions(r -> r.familyPrefix("revisions"))
                                .taskDefinitionArns())
                .containsExactly(first, third);
        assertThat(
                        client.listTaskDefinitions(
                                        r -> r.familyPrefix("revisions").sort(SortOrder.DESC))
                                .taskDefinitionArns())
                .containsExactly(third, first);
        assertThat(
                        client.listTaskDefinitions(
                                        r ->
                                                r.familyPrefix("revisions")
                                                        .status(TaskDefinitionStatus.INACTIVE))
                                .taskDefinitionArns())
                .containsExactly(second);
        assertThat(client.describeTaskDefinition(r -> r.taskDefinition("revisions")))
                .satisfies(
                        r -> assertThat(r.taskDefinition().taskDefinitionArn()).isEqualTo(third));
        assertThatThrownBy(() -> ecs.run(second)).isInstanceOf(ClientException.class);
    }

    @Test
    void aDefinitionIsReturnedAsItWasRegistered() {
        var container =
                Containers.idle("main")
                        .environment(Containers.variable("A", "1"))
                        .portMappings(Containers.tcp(80, 0))
                        .build();
        var arn =
                ecs.register(
                        "echo",
                        r -> r.taskRoleArn("arn:aws:iam::000000000000:role/crew"),
                        container.toBuilder());

        var definition = client.describeTaskDefinition(r -> r.taskDefinition(arn)).taskDefinition();

        assertThat(definition.family()).isEqualTo("echo");
        assertThat(definition.revision()).isEqualTo(1);
        assertThat(definition.status()).isEqualTo(TaskDefinitionStatus.ACTIVE);
        assertThat(definition.taskRoleArn()).isEqualTo("arn:aws:iam::000000000000:role/crew");
        var returned = definition.containerDefinitions().getFirst();
        assertThat(returned.essential()).isTrue();
        assertThat(returned.command()).isEqualTo(container.command());
        assertThat(returned.environment()).isEqualTo(container.environment());
        assertThat(returned.memory()).isEqualTo(container.memory());
        assertThat(returned.stopTimeout()).isEqualTo(container.stopTimeout());
        assertThat(returned.portMappings())
                .singleElement()
                .satisfies(p -> assertThat(p.containerPort()).isEqualTo(80));
    }

    @Test
    void familiesAreListedByPrefix() {
        ecs.register("fleet-a", Containers.idle("main"));
        var only = ecs.register("fleet-b", Containers.idle("main"));
        client.deregisterTaskDefinition(r -> r.taskDefinition(only));

        assertThat(client.listTaskDefinitionFamilies(r -> r.familyPrefix("fleet-")).families())
                .containsExactly("fleet-a", "fleet-b");
        assertThat(
                        client.listTaskDefinitionFamilies(
                                        r ->
                                                r.familyPrefix("fleet-")
                                                        .status(TaskDefinitionFamilyStatus.ACTIVE))
                                .families())
                .containsExactly("fleet-a");
    }

    @Test
    void tasksAreFoundByWhatTheyBelongTo() {
        var definition = ecs.register("found", Containers.idle("main"));
        var started = UUID.randomUUID().toString();
        var tasks = ecs.run(definition, r -> r.count(3).startedBy(started).group("crew"));
        var arns = tasks.stream().map(Task::taskArn).toList();

        assertThat(tasks).allSatisfy(t -> assertThat(t.group()).isEqualTo("crew"));
        assertThat(client.listTasks(r -> r.startedBy(started)).taskArns())
                .containsExactlyInAnyOrderElementsOf(arns);
        assertThat(client.listTasks(r -> r.family("found")).taskArns())
                .containsExactlyInAnyOrderElementsOf(arns);
        var instance = tasks.getFirst().containerInstanceArn();
        assertThat(client.listTasks(r -> r.containerInstance(instance).family("found")).taskArns())
                .contains(arns.getFirst())
                .isSubsetOf(arns);
        assertThat(client.listTasks(r -> r.desiredStatus(DesiredStatus.PENDING)).taskArns())
                .isEmpty();
        var pages = client.listTasksPaginator(r -> r.family("found").maxResults(2));
        assertThat(pages.stream()).hasSize(2);
        assertThat(pages.taskArns()).containsExactlyInAnyOrderElementsOf(arns);
    }

    @Test
    void anUnknownTaskIsMissing() {
        var id = "0123456789abcdef0123456789abcdef";
        assertThat(client.describeTasks(r -> r.tasks(id)).failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.reason()).isEqualTo("MISSING");
                            assertThat(failure.arn())
                                    .endsWith(":task/" + Installation.CLUSTER + "/" + id);
                        });
        assertThatThrownBy(() -> client.stopTask(r -> r.task(id)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void anUnknownDefinitionIsRefused() {
        assertThatThrownBy(() -> ecs.run("no-such-family"))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("Unable to describe task definition.");
    }

    @Test
    void atMostTenTasksAreRunAtOnce() {
        var definition = ecs.register("eleven", Containers.idle("main"));
        assertThatThrownBy(() -> ecs.run(definition, r -> r.count(11)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void aTokenIsAnsweredWithItsTasks() {
        var definition = ecs.register("token", Containers.idle("main"));
        var token = UUID.randomUUID().toString();

        var first = ecs.run(definition, r -> r.clientToken(token).count(2));
        var again = ecs.run(definition, r -> r.clientToken(token).count(2));

        assertThat(again)
                .extracting(Task::taskArn)
                .containsExactlyInAnyOrderElementsOf(first.stream().map(Task::taskArn).toList());
        assertThatThrownBy(() -> ecs.run(definition, r -> r.clientToken(token).count(3)))
                .isInstanceOf(ConflictException.class);
    }
}

package dev.berth.integration.service;

import static dev.berth.integration.service.RunningServices.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

/** Tasks that scale-in and deployments spare while they are protected. */
@OnEmbeddedDatabase
class ServiceProtectionIT {
    private final Installation berth;
    private final Ecs ecs;
    private final EcsClient client;
    private final RunningServices services;

    ServiceProtectionIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
        client = ecs.client();
        services = new RunningServices(ecs);
    }

    @AfterEach
    void clearUp() {
        services.deleteAll();
        ecs.stopEverything();
        Invariants.hold(berth);
    }

    @Test
    void aProtectedTaskSurvivesScaleIn() {
        services.create("safe", 2, Containers.idle("main"), r -> {});
        services.awaitStable("safe");
        var kept = services.tasks("safe").getLast();

        var answer =
                client.updateTaskProtection(
                        r ->
                                r.cluster(ecs.cluster())
                                        .tasks(id(kept))
                                        .protectionEnabled(true)
                                        .expiresInMinutes(10));
        assertThat(answer.failures()).isEmpty();
        assertThat(answer.protectedTasks())
                .singleElement()
                .matches(t -> t.taskArn().equals(kept.taskArn()) && t.protectionEnabled());
        services.update("safe", r -> r.desiredCount(1));
        services.awaitStable("safe");

        assertThat(services.tasks("safe"))
                .singleElement()
                .matches(task -> task.taskArn().equals(kept.taskArn()));
        services.update("safe", r -> r.desiredCount(0));
        Await.holds(
                "the event about the protected task",
                SOON,
                () ->
                        assertThat(services.events("safe"))
                                .anyMatch(
                                        e ->
                                                e.contains("was unable to reach steady state")
                                                        && e.contains(
                                                                "(reason 1 tasks under protection)")));
        client.updateTaskProtection(
                r -> r.cluster(ecs.cluster()).tasks(id(kept)).protectionEnabled(false));
        assertThat(
                        client.getTaskProtection(
                                        r -> r.cluster(ecs.cluster()).tasks(kept.taskArn()))
                                .protectedTasks())
                .allMatch(t -> !t.protectionEnabled() && t.expirationDate() == null);
        ecs.awaitStopped(kept);
    }

    @Test
    void noMoreTasksAreProtectedThanTheServiceIsToHave() {
        services.create("blocked", 1, Containers.idle("main"), r -> {});
        services.awaitStable("blocked");
        var old = services.tasks("blocked").getFirst();
        protect(old, true);
        services.update("blocked", r -> r.forceNewDeployment(true));
        var successor =
                Await.value(
                        "the task of the new deployment",
                        SOON,
                        () ->
                                services.tasks("blocked").stream()
                                        .filter(task -> !task.taskArn().equals(old.taskArn()))
                                        .filter(task -> task.lastStatus().equals("RUNNING"))
                                        .findFirst());

        assertThat(protect(successor, true).failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.arn()).isEqualTo(successor.taskArn());
                            assertThat(failure.reason()).isEqualTo("DEPLOYMENT_BLOCKED");
                            assertThat(failure.detail())
                                    .contains("has 1 protected tasks and a desired count of 1");
                        });
        assertThat(services.tasks("blocked")).as("the old task is still protected").hasSize(2);
        protect(old, false);
        ecs.awaitStopped(old);
        services.awaitStable("blocked");
        assertThat(services.tasks("blocked"))
                .singleElement()
                .matches(task -> task.taskArn().equals(successor.taskArn()));
    }

    private UpdateTaskProtectionResponse protect(Task task, boolean enabled) {
        return client.updateTaskProtection(
                r -> r.cluster(ecs.cluster()).tasks(task.taskArn()).protectionEnabled(enabled));
    }

    private static String id(Task task) {
        return task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    }
}

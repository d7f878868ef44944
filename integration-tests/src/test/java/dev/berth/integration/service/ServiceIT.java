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
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** Services as their users see them: kept running, scaled, moved, deleted. */
@OnEmbeddedDatabase
class ServiceIT {
    private final Installation berth;
    private final Ecs ecs;
    private final EcsClient client;
    private final RunningServices services;

    ServiceIT(Lab lab) {
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
    void aServiceReachesASteadyStateAndATaskThatEndsIsReplaced() {
        services.create("steady", 3, Containers.idle("main"), r -> {});
        services.awaitStable("steady");

        var service = services.described("steady");
        assertThat(service.runningCount()).isEqualTo(3);
        assertThat(service.pendingCount()).isZero();
        Await.holds(
                "the events of a steady service",
                SOON,
                () ->
                        assertThat(services.events("steady"))
                                .anyMatch(
                                        e ->
                                                e.equals(
                                                        "(service steady) has reached a steady state."))
                                .anyMatch(
                                        e ->
                                                e.matches(
                                                        "\\(service steady\\) has started 3 tasks:"
                                                                + " \\(task [0-9a-f]{32}\\) \\(task"
                                                                + " [0-9a-f]{32}\\) \\(task"
                                                                + " [0-9a-f]{32}\\)\\."))
                                .anyMatch(
                                        e ->
                                                e.equals(
                                                        "(service steady) (deployment %s)"
                                                                        .formatted(
                                                                                service.deployments()
                                                                                        .getFirst()
                                                                                        .id())
                                                                + " deployment completed.")));
        var victim = services.tasks("steady").getFirst();
        assertThat(victim.group()).isEqualTo("service:steady");
        assertThat(victim.startedBy()).isEqualTo(service.deployments().getFirst().id());

        berth.hostOf(victim)
                .client()
                .killContainerCmd(victim.containers().getFirst().runtimeId())
                .exec();

        var ended = ecs.awaitStopped(victim);
        assertThat(ended.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        awaitReplaced("steady", victim, 3);
    }

    private void awaitReplaced(String service, Task victim, int count) {
        Await.holds(
                "the replacement of a task of " + service,
                SOON,
                () ->
                        assertThat(services.tasks(service))
                                .hasSize(count)
                                .noneMatch(task -> task.taskArn().equals(victim.taskArn()))
                                .allMatch(task -> task.lastStatus().equals("RUNNING")));
    }

    @Test
    void aTaskThatAUserStopsIsReplaced() {
        services.create("stopped", 1, Containers.idle("main"), r -> {});
        services.awaitStable("stopped");
        var task = services.tasks("stopped").getFirst();

        ecs.stop(task, "by hand");

        assertThat(ecs.awaitStopped(task).stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        awaitReplaced("stopped", task, 1);
    }

    @Test
    void aServiceIsScaledToNothingAndDeleted() {
        services.create("small", 2, Containers.idle("main"), r -> {});
        services.awaitStable("small");

        services.update("small", r -> r.desiredCount(0));
        services.awaitStable("small");
        Await.holds("no task", SOON, () -> assertThat(services.tasks("small")).isEmpty());
        assertThat(services.events("small"))
                .anyMatch(e -> e.startsWith("(service small) has stopped 2 running tasks: (task "));
        client.deleteService(r -> r.cluster(ecs.cluster()).service("small"));
        services.awaitInactive("small");

        assertThat(services.described("small").status()).isEqualTo("INACTIVE");
        assertThat(client.listServices(r -> r.cluster(ecs.cluster())).serviceArns()).isEmpty();
        services.create("small", 1, Containers.idle("main"), r -> {});
        services.awaitStable("small");
        assertThat(services.described("small").status()).isEqualTo("ACTIVE");
    }

    @Test
    void aServiceIsDeletedByForceWithItsTasks() {
        services.create("gone", 2, Containers.idle("main"), r -> {});
        services.awaitStable("gone");
        var tasks = services.tasks("gone");

        services.deleteByForce("gone");
        services.awaitInactive("gone");

        for (var task : tasks)
            assertThat(ecs.awaitStopped(task).stopCode())
                    .isEqualTo(TaskStopCode.SERVICE_SCHEDULER_INITIATED);
    }

    @Test
    void theTasksOfADrainingInstanceAreReplacedOnAnother() {
        services.create("drained", 2, Containers.idle("main"), r -> {});
        services.create(
                "everywhere",
                0,
                Containers.idle("main"),
                r -> r.schedulingStrategy("DAEMON").desiredCount(null));
        services.awaitStable("drained");
        services.awaitStable("everywhere");
        var instance = services.tasks("drained").getFirst().containerInstanceArn();

        setStatus(instance, ContainerInstanceStatus.DRAINING);
        try {
            Await.holds(
                    "the instance to be empty",
                    SOON,
                    () -> {
                        assertThat(services.tasks("drained"))
                                .hasSize(2)
                                .noneMatch(t -> t.containerInstanceArn().equals(instance))
                                .allMatch(t -> t.lastStatus().equals("RUNNING"));
                        assertThat(services.tasks("everywhere"))
                                .hasSize(berth.agents().size() - 1)
                                .noneMatch(t -> t.containerInstanceArn().equals(instance));
                    });
            assertThat(services.described("everywhere").desiredCount())
                    .isEqualTo(berth.agents().size() - 1);
        } finally {
            setStatus(instance, ContainerInstanceStatus.ACTIVE);
        }
        services.awaitStable("everywhere");
        assertThat(services.tasks("everywhere")).hasSize(berth.agents().size());
    }

    private void setStatus(String instance, ContainerInstanceStatus status) {
        client.updateContainerInstancesState(
                r -> r.cluster(ecs.cluster()).containerInstances(instance).status(status));
    }

    @Test
    void tagsOfTheServiceAreThoseOfItsTasks() {
        services.create(
                "tagged",
                1,
                Containers.idle("main"),
                r ->
                        r.tags(tag("team", "harbour"))
                                .propagateTags(PropagateTags.SERVICE)
                                .enableECSManagedTags(true));
        services.awaitStable("tagged");

        assertThat(services.tasks("tagged").getFirst().tags())
                .containsExactlyInAnyOrder(
                        tag("team", "harbour"),
                        tag("aws:ecs:clusterName", ecs.cluster()),
                        tag("aws:ecs:serviceName", "tagged"));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void aDaemonHasATaskOnEachInstance() {
        services.create(
                "daemon",
                0,
                Containers.idle("main"),
                r -> r.schedulingStrategy("DAEMON").desiredCount(null));
        services.awaitStable("daemon");

        assertThat(services.described("daemon").desiredCount()).isEqualTo(berth.agents().size());
        assertThat(services.tasks("daemon").stream().map(Task::containerInstanceArn).distinct())
                .hasSize(berth.agents().size());
    }
}

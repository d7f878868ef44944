package dev.berth.integration.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.bench.Await;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentRollbackMonitorsStatus;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskField;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;
import software.amazon.awssdk.services.ecs.waiters.EcsWaiter;

/** Services as their users see them: kept running, changed, rolled back, deleted. */
@OnEmbeddedDatabase
class ServiceIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Installation berth;
    private final Ecs ecs;
    private final EcsClient client;

    ServiceIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
        client = ecs.client();
    }

    @AfterEach
    void clearUp() {
        var services = client.listServices(r -> r.cluster(ecs.cluster())).serviceArns();
        for (var service : services)
            client.deleteService(r -> r.cluster(ecs.cluster()).service(service).force(true));
        for (var service : services) awaitInactive(service);
        ecs.stopEverything();
        Invariants.hold(berth);
    }

    private Service create(
            String name,
            int count,
            ContainerDefinition.Builder container,
            Consumer<CreateServiceRequest.Builder> more) {
        var request =
                CreateServiceRequest.builder()
                        .cluster(ecs.cluster())
                        .serviceName(name)
                        .taskDefinition(ecs.register(name, container))
                        .desiredCount(count);
        more.accept(request);
        return client.createService(request.build()).service();
    }

    private EcsWaiter waiter() {
        return EcsWaiter.builder()
                .client(client)
                .overrideConfiguration(
                        o ->
                                o.maxAttempts(900)
                                        .backoffStrategyV2(
                                                BackoffStrategy.fixedDelayWithoutJitter(
                                                        Duration.ofMillis(100))))
                .build();
    }

    private void awaitStable(String service) {
        try (var waiter = waiter()) {
            waiter.waitUntilServicesStable(r -> r.cluster(ecs.cluster()).services(service));
        }
    }

    private void awaitInactive(String service) {
        try (var waiter = waiter()) {
            waiter.waitUntilServicesInactive(r -> r.cluster(ecs.cluster()).services(service));
        }
    }

    private Service described(String name) {
        return client.describeServices(r -> r.cluster(ecs.cluster()).services(name))
                .services()
                .getFirst();
    }

    private List<String> events(String name) {
        return described(name).events().stream().map(ServiceEvent::message).toList();
    }

    private List<Task> tasks(String name) {
        var arns =
                client.listTasks(
                                r ->
                                        r.cluster(ecs.cluster())
                                                .serviceName(name)
                                                .desiredStatus(DesiredStatus.RUNNING))
                        .taskArns();
        return arns.isEmpty()
                ? List.of()
                : client.describeTasks(
                                r -> r.cluster(ecs.cluster()).tasks(arns).include(TaskField.TAGS))
                        .tasks();
    }

    private static String id(Task task) {
        return task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    }

    @Test
    void aServiceReachesASteadyStateAndATaskThatEndsIsReplaced() {
        create("steady", 3, Containers.idle("main"), r -> {});
        awaitStable("steady");

        var service = described("steady");
        assertThat(service.runningCount()).isEqualTo(3);
        assertThat(service.pendingCount()).isZero();
        Await.holds(
                "the events of a steady service",
                SOON,
                () ->
                        assertThat(events("steady"))
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
        var victim = tasks("steady").getFirst();
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
                        assertThat(tasks(service))
                                .hasSize(count)
                                .noneMatch(task -> task.taskArn().equals(victim.taskArn()))
                                .allMatch(task -> task.lastStatus().equals("RUNNING")));
    }

    @Test
    void aTaskThatAUserStopsIsReplaced() {
        create("stopped", 1, Containers.idle("main"), r -> {});
        awaitStable("stopped");
        var task = tasks("stopped").getFirst();

        ecs.stop(task, "by hand");

        assertThat(ecs.awaitStopped(task).stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        awaitReplaced("stopped", task, 1);
    }

    @Test
    void anotherDefinitionRollsAndTheOldDeploymentLeaves() {
        var first = create("rolling", 2, Containers.idle("main"), r -> {});
        awaitStable("rolling");

        var second = ecs.register("rolling", Containers.idle("main").memory(20));
        client.updateService(
                r -> r.cluster(ecs.cluster()).service("rolling").taskDefinition(second));
        awaitStable("rolling");

        var service = described("rolling");
        assertThat(service.taskDefinition()).isEqualTo(second);
        assertThat(service.deployments())
                .singleElement()
                .satisfies(
                        d -> assertThat(d.id()).isNotEqualTo(first.deployments().getFirst().id()));
        assertThat(tasks("rolling")).allMatch(t -> t.taskDefinitionArn().equals(second));
        Await.holds(
                "the end of the service deployment",
                SOON,
                () ->
                        assertThat(current("rolling").status())
                                .isEqualTo(ServiceDeploymentStatus.SUCCESSFUL));
        var deployment = current("rolling");
        assertThat(deployment.sourceServiceRevisions()).hasSize(1);
        assertThat(deployment.targetServiceRevision().runningTaskCount()).isEqualTo(2);
        assertThat(deployment.finishedAt()).isAfterOrEqualTo(deployment.startedAt());
        assertThat(events("rolling")).anyMatch(e -> e.startsWith("(service rolling) has stopped "));
    }

    private software.amazon.awssdk.services.ecs.model.ServiceDeployment current(String name) {
        return client.describeServiceDeployments(
                        r -> r.serviceDeploymentArns(described(name).currentServiceDeployment()))
                .serviceDeployments()
                .getFirst();
    }

    @Test
    void aRevisionThatCannotStartIsRolledBack() {
        var good =
                create(
                        "bad",
                        1,
                        Containers.idle("main"),
                        r ->
                                r.deploymentConfiguration(
                                        d ->
                                                d.deploymentCircuitBreaker(
                                                        b -> b.enable(true).rollback(true))));
        awaitStable("bad");
        var old = good.deployments().getFirst().id();
        Await.until(
                "the first deployment to complete",
                SOON,
                () ->
                        described("bad").deployments().getFirst().rolloutState()
                                == DeploymentRolloutState.COMPLETED);

        var broken = ecs.register("bad", Containers.shell("main", "").command("/no/such/program"));
        var failing =
                client.updateService(
                                r -> r.cluster(ecs.cluster()).service("bad").taskDefinition(broken))
                        .service();

        var arn = failing.currentServiceDeployment();
        Await.holds(
                "the rollback",
                Duration.ofMinutes(3),
                () ->
                        assertThat(
                                        client.describeServiceDeployments(
                                                        r -> r.serviceDeploymentArns(arn))
                                                .serviceDeployments()
                                                .getFirst()
                                                .status())
                                .isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL));
        awaitStable("bad");
        var service = described("bad");
        assertThat(service.taskDefinition()).isEqualTo(good.taskDefinition());
        assertThat(service.deployments()).singleElement().matches(d -> d.id().equals(old));
        var deployment = current("bad");
        assertThat(deployment.statusReason())
                .isEqualTo(
                        "Service deployment rolled back because the circuit breaker threshold was"
                                + " exceeded.");
        assertThat(deployment.rollback().serviceRevisionArn())
                .isEqualTo(good.currentServiceRevisions().getFirst().arn());
        assertThat(deployment.deploymentCircuitBreaker().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.TRIGGERED);
        assertThat(deployment.deploymentCircuitBreaker().failureCount()).isEqualTo(3);
        var bad = failing.deployments().getFirst().id();
        assertThat(events("bad"))
                .contains(
                        "(service bad) (deployment %s) deployment failed: tasks failed to start."
                                .formatted(bad),
                        "(service bad) rolling back to deployment %s.".formatted(old));
    }

    @Test
    void aServiceIsScaledToNothingAndDeleted() {
        create("small", 2, Containers.idle("main"), r -> {});
        awaitStable("small");

        client.updateService(r -> r.cluster(ecs.cluster()).service("small").desiredCount(0));
        awaitStable("small");
        Await.holds("no task", SOON, () -> assertThat(tasks("small")).isEmpty());
        assertThat(events("small"))
                .anyMatch(e -> e.startsWith("(service small) has stopped 2 running tasks: (task "));
        client.deleteService(r -> r.cluster(ecs.cluster()).service("small"));
        awaitInactive("small");

        assertThat(described("small").status()).isEqualTo("INACTIVE");
        assertThat(client.listServices(r -> r.cluster(ecs.cluster())).serviceArns()).isEmpty();
        create("small", 1, Containers.idle("main"), r -> {});
        awaitStable("small");
        assertThat(described("small").status()).isEqualTo("ACTIVE");
    }

    @Test
    void aServiceIsDeletedByForceWithItsTasks() {
        create("gone", 2, Containers.idle("main"), r -> {});
        awaitStable("gone");
        var tasks = tasks("gone");

        client.deleteService(r -> r.cluster(ecs.cluster()).service("gone").force(true));
        awaitInactive("gone");

        for (var task : tasks)
            assertThat(ecs.awaitStopped(task).stopCode())
                    .isEqualTo(TaskStopCode.SERVICE_SCHEDULER_INITIATED);
    }

    @Test
    void aProtectedTaskSurvivesScaleIn() {
        create("safe", 2, Containers.idle("main"), r -> {});
        awaitStable("safe");
        var kept = tasks("safe").getLast();

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
        client.updateService(r -> r.cluster(ecs.cluster()).service("safe").desiredCount(1));
        awaitStable("safe");

        assertThat(tasks("safe"))
                .singleElement()
                .matches(task -> task.taskArn().equals(kept.taskArn()));
        client.updateService(r -> r.cluster(ecs.cluster()).service("safe").desiredCount(0));
        Await.holds(
                "the event about the protected task",
                SOON,
                () ->
                        assertThat(events("safe"))
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
        create("blocked", 1, Containers.idle("main"), r -> {});
        awaitStable("blocked");
        var old = tasks("blocked").getFirst();
        protect(old, true);
        client.updateService(
                r -> r.cluster(ecs.cluster()).service("blocked").forceNewDeployment(true));
        var successor =
                Await.value(
                        "the task of the new deployment",
                        SOON,
                        () ->
                                tasks("blocked").stream()
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
        assertThat(tasks("blocked")).as("the old task is still protected").hasSize(2);
        protect(old, false);
        ecs.awaitStopped(old);
        awaitStable("blocked");
        assertThat(tasks("blocked"))
                .singleElement()
                .matches(task -> task.taskArn().equals(successor.taskArn()));
    }

    private UpdateTaskProtectionResponse protect(Task task, boolean enabled) {
        return client.updateTaskProtection(
                r -> r.cluster(ecs.cluster()).tasks(task.taskArn()).protectionEnabled(enabled));
    }

    @Test
    void theTasksOfADrainingInstanceAreReplacedOnAnother() {
        create("drained", 2, Containers.idle("main"), r -> {});
        create(
                "everywhere",
                0,
                Containers.idle("main"),
                r -> r.schedulingStrategy("DAEMON").desiredCount(null));
        awaitStable("drained");
        awaitStable("everywhere");
        var instance = tasks("drained").getFirst().containerInstanceArn();

        setStatus(instance, ContainerInstanceStatus.DRAINING);
        try {
            Await.holds(
                    "the instance to be empty",
                    SOON,
                    () -> {
                        assertThat(tasks("drained"))
                                .hasSize(2)
                                .noneMatch(t -> t.containerInstanceArn().equals(instance))
                                .allMatch(t -> t.lastStatus().equals("RUNNING"));
                        assertThat(tasks("everywhere"))
                                .hasSize(berth.agents().size() - 1)
                                .noneMatch(t -> t.containerInstanceArn().equals(instance));
                    });
            assertThat(described("everywhere").desiredCount()).isEqualTo(berth.agents().size() - 1);
        } finally {
            setStatus(instance, ContainerInstanceStatus.ACTIVE);
        }
        awaitStable("everywhere");
        assertThat(tasks("everywhere")).hasSize(berth.agents().size());
    }

    private void setStatus(String instance, ContainerInstanceStatus status) {
        client.updateContainerInstancesState(
                r -> r.cluster(ecs.cluster()).containerInstances(instance).status(status));
    }

    @Test
    void tagsOfTheServiceAreThoseOfItsTasks() {
        create(
                "tagged",
                1,
                Containers.idle("main"),
                r ->
                        r.tags(tag("team", "harbour"))
                                .propagateTags(PropagateTags.SERVICE)
                                .enableECSManagedTags(true));
        awaitStable("tagged");

        assertThat(tasks("tagged").getFirst().tags())
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
        create(
                "daemon",
                0,
                Containers.idle("main"),
                r -> r.schedulingStrategy("DAEMON").desiredCount(null));
        awaitStable("daemon");

        assertThat(described("daemon").desiredCount()).isEqualTo(berth.agents().size());
        assertThat(tasks("daemon").stream().map(Task::containerInstanceArn).distinct())
                .hasSize(berth.agents().size());
    }
}

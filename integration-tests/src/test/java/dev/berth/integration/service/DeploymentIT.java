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
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentRollbackMonitorsStatus;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;

/** A service gets another revision, or its old one back. */
@OnEmbeddedDatabase
class DeploymentIT {
    private final Installation berth;
    private final Ecs ecs;
    private final EcsClient client;
    private final RunningServices services;

    DeploymentIT(Lab lab) {
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
    void anotherDefinitionRollsAndTheOldDeploymentLeaves() {
        var first = services.create("rolling", 2, Containers.idle("main"), r -> {});
        services.awaitStable("rolling");

        var second = ecs.register("rolling", Containers.idle("main").memory(20));
        services.update("rolling", r -> r.taskDefinition(second));
        services.awaitStable("rolling");

        var service = services.described("rolling");
        assertThat(service.taskDefinition()).isEqualTo(second);
        assertThat(service.deployments())
                .singleElement()
                .satisfies(
                        d -> assertThat(d.id()).isNotEqualTo(first.deployments().getFirst().id()));
        assertThat(services.tasks("rolling")).allMatch(t -> t.taskDefinitionArn().equals(second));
        Await.holds(
                "the end of the service deployment",
                SOON,
                () ->
                        assertThat(services.current("rolling").status())
                                .isEqualTo(ServiceDeploymentStatus.SUCCESSFUL));
        var deployment = services.current("rolling");
        assertThat(deployment.sourceServiceRevisions()).hasSize(1);
        assertThat(deployment.targetServiceRevision().runningTaskCount()).isEqualTo(2);
        assertThat(deployment.finishedAt()).isAfterOrEqualTo(deployment.startedAt());
        assertThat(services.events("rolling"))
                .anyMatch(e -> e.startsWith("(service rolling) has stopped "));
    }

    @Test
    void aRevisionThatCannotStartIsRolledBack() {
        var good =
                services.create(
                        "bad",
                        1,
                        Containers.idle("main"),
                        r ->
                                r.deploymentConfiguration(
                                        d ->
                                                d.deploymentCircuitBreaker(
                                                        b -> b.enable(true).rollback(true))));
        services.awaitStable("bad");
        var old = good.deployments().getFirst().id();
        Await.until(
                "the first deployment to complete",
                SOON,
                () ->
                        services.described("bad").deployments().getFirst().rolloutState()
                                == DeploymentRolloutState.COMPLETED);

        var broken = ecs.register("bad", Containers.shell("main", "").command("/no/such/program"));
        var failing = services.update("bad", r -> r.taskDefinition(broken));

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
        services.awaitStable("bad");
        var service = services.described("bad");
        assertThat(service.taskDefinition()).isEqualTo(good.taskDefinition());
        assertThat(service.deployments()).singleElement().matches(d -> d.id().equals(old));
        var deployment = services.current("bad");
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
        assertThat(services.events("bad"))
                .contains(
                        "(service bad) (deployment %s) deployment failed: tasks failed to start."
                                .formatted(bad),
                        "(service bad) rolling back to deployment %s.".formatted(old));
    }
}

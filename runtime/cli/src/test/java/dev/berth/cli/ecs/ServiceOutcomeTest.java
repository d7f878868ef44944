package dev.berth.cli.ecs;

import static dev.berth.cli.ecs.ServiceTablesTest.deployment;
import static dev.berth.cli.ecs.ServiceTablesTest.service;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

class ServiceOutcomeTest {

    @Test
    void aServiceIsSteadyOnceOneDeploymentRunsAllItsTasks() {
        var done = deployment("PRIMARY", "web:7", 2, 2, "COMPLETED");
        var old = deployment("ACTIVE", "web:6", 0, 1, "COMPLETED");

        assertThat(ServiceOutcome.of(service(2, 2).deployments(done).build(), null))
                .isEqualTo(new ServiceOutcome.Steady());
        assertThat(ServiceOutcome.of(service(2, 3).deployments(done, old).build(), null))
                .isInstanceOf(ServiceOutcome.Waiting.class);
        assertThat(ServiceOutcome.of(service(3, 2).deployments(done).build(), null))
                .isEqualTo(new ServiceOutcome.Waiting("starting tasks, 2 of 3 tasks running"));
    }

    @Test
    void aDeploymentThatWasRolledBackHasFailedAlsoWhenTheServiceIsSteady() {
        var steady = service(2, 2).deployments(deployment("PRIMARY", "web:6", 2, 2, "COMPLETED"));
        var rolledBack =
                ServiceDeployment.builder()
                        .status("ROLLBACK_SUCCESSFUL")
                        .statusReason("tasks failed to start.");

        assertThat(ServiceOutcome.of(steady.build(), rolledBack.build()))
                .isEqualTo(
                        new ServiceOutcome.Failed(
                                "The deployment ended as ROLLBACK_SUCCESSFUL: tasks failed to start."));
        assertThat(ServiceOutcome.of(steady.build(), rolledBack.status("SUCCESSFUL").build()))
                .isEqualTo(new ServiceOutcome.Steady());
    }

    @Test
    void aDeploymentThatFailedWithoutARollbackHasFailed() {
        var failed =
                deployment("PRIMARY", "web:7", 2, 0, "FAILED").toBuilder()
                        .rolloutStateReason("tasks failed to start.")
                        .build();

        assertThat(ServiceOutcome.of(service(2, 0).deployments(failed).build(), null))
                .isEqualTo(
                        new ServiceOutcome.Failed("The deployment failed: tasks failed to start."));
        assertThat(ServiceOutcome.of(service(0, 0).status("INACTIVE").build(), null))
                .isEqualTo(new ServiceOutcome.Failed("The service is INACTIVE."));
    }
}

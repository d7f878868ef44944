package dev.berth.domain.service;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.service.Services.begun;
import static dev.berth.domain.service.Services.completed;
import static dev.berth.domain.service.Services.created;
import static dev.berth.domain.service.Services.deployed;
import static dev.berth.domain.service.Services.failed;
import static dev.berth.domain.service.Services.healthy;
import static dev.berth.domain.service.Services.withBreaker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.ErrorCode;
import dev.berth.domain.Scenario;
import dev.berth.domain.service.Deployment.RolloutState;
import dev.berth.domain.service.ServiceCommand.Complete;
import dev.berth.domain.service.ServiceCommand.Expire;
import dev.berth.domain.service.ServiceCommand.StopDeployment;
import dev.berth.domain.service.ServiceDeployment.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollingTest {

    private final Scenario<ServiceCommand, ServiceEvent, Service> scenario =
            Scenario.of(new ServiceDecider());

    private Rollouts rollouts() {
        return scenario.state(Service.Active.class).details().rollouts();
    }

    private void rollsOut() {
        scenario.given(created(2, withBreaker()), begun(1), completed(1), deployed(2), begun(2));
    }

    @Test
    void aDeploymentBeginsOnceAndCompletesOnce() {
        scenario.given(created(2, withBreaker()))
                .when(new ServiceCommand.Begin("ecs-svc/1"))
                .then(new ServiceEvent.DeploymentBegun("ecs-svc/1", NOW))
                .when(new ServiceCommand.Begin("ecs-svc/1"))
                .thenNothing();
        assertThat(rollouts().current().status()).isEqualTo(Status.IN_PROGRESS);
        scenario.when(new Complete("ecs-svc/1"))
                .then(
                        new ServiceEvent.DeploymentCompleted("ecs-svc/1", NOW),
                        new ServiceEvent.MessageLogged(
                                "(service web) (deployment ecs-svc/1) deployment completed.",
                                false,
                                NOW))
                .when(new Complete("ecs-svc/1"))
                .thenNothing();
        assertThat(rollouts().current().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(rollouts().primary().reason()).isEqualTo("ECS deployment ecs-svc/1 completed.");
    }

    @Test
    void theCircuitBreakerTripsAtItsThresholdAndRollsBackToTheOldId() {
        rollsOut();
        scenario.when(failed(2, "a", "b"));
        assertThat(rollouts().primary().failedTasks()).isEqualTo(2);
        assertThat(rollouts().primary().inProgress()).isTrue();
        scenario.when(failed(2, "b", "c", "d"));
        assertThat(rollouts().current().failures()).isEqualTo(3);
        assertThat(rollouts().primary().id()).isEqualTo("ecs-svc/1");
        assertThat(rollouts().primary().rollout()).isEqualTo(RolloutState.IN_PROGRESS);
        assertThat(rollouts().primary().reason())
                .isEqualTo(
                        "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.");
        assertThat(rollouts().others())
                .extracting(Deployment::id, Deployment::rollout, Deployment::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "ecs-svc/2",
                                RolloutState.FAILED,
                                "ECS deployment circuit breaker: tasks failed to start."));
        assertThat(rollouts().current().status()).isEqualTo(Status.ROLLBACK_IN_PROGRESS);
        assertThat(scenario.state(Service.Active.class).details().log().texts())
                .startsWith(
                        "(service web) rolling back to deployment ecs-svc/1.",
                        "(service web) (deployment ecs-svc/2) deployment failed: tasks failed to"
                                + " start.");
    }

    @Test
    void aRollbackThatCompletesIsSuccessful() {
        rollsOut();
        scenario.when(failed(2, "a", "b", "c")).when(new Complete("ecs-svc/1"));
        assertThat(rollouts().current().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(rollouts().current().statusReason())
                .isEqualTo(
                        "Service deployment rolled back because the circuit breaker threshold was"
                                + " exceeded.");
    }

    @Test
    void untilTheOldDeploymentHasCompletedAgainThereIsNothingToRollBackTo() {
        rollsOut();
        scenario.when(failed(2, "a", "b", "c")).when(failed(1, "d", "e", "f"));
        assertThat(rollouts().primary().id()).isEqualTo("ecs-svc/1");
        assertThat(rollouts().primary().hasFailed()).isTrue();
        assertThat(rollouts().current().status()).isEqualTo(Status.ROLLBACK_FAILED);
        assertThat(rollouts().current().statusReason())
                .isEqualTo("No rollback candidate was found to run the rollback.");
    }

    @Test
    void aHealthyTaskSetsTheCountToZero() {
        rollsOut();
        scenario.when(failed(2, "a", "b")).when(healthy(2, "c"));
        assertThat(rollouts().primary().failedTasks()).isZero();
        scenario.when(healthy(2, "c")).thenNothing();
        scenario.when(failed(2, "d", "e"));
        assertThat(rollouts().primary().inProgress()).isTrue();
    }

    @Test
    void aTaskIsCountedOnce() {
        rollsOut();
        scenario.when(failed(2, "a", "b")).when(failed(2, "a", "b")).thenNothing();
    }

    @Test
    void withoutRollbackAFailedDeploymentStaysPrimary() {
        var breaker =
                new DeploymentConfiguration.CircuitBreaker(
                        true, false, DeploymentConfiguration.ThresholdType.COUNT, 2, true);
        var settings = Services.settings(new DeploymentConfiguration(100, 200, breaker));
        scenario.given(created(2, settings), begun(1), completed(1), deployed(2), begun(2))
                .when(failed(2, "a", "b"));
        assertThat(rollouts().primary().id()).isEqualTo("ecs-svc/2");
        assertThat(rollouts().primary().hasFailed()).isTrue();
        assertThat(rollouts().current().status()).isEqualTo(Status.STOPPED);
        assertThat(rollouts().current().times().stoppedAt()).isEqualTo(NOW);
    }

    @Test
    void theBackOffGrowsWithEachWaveAndEndsWithAnUpdate() {
        rollsOut();
        scenario.when(failed(2, "a")).when(failed(2, "b"));
        assertThat(rollouts().primary().throttle()).isEqualTo(new Throttle(1, NOW.plusSeconds(10)));
        scenario.when(new ServiceCommand.Update(3, ServiceSettings.Change.NONE, null, null));
        assertThat(rollouts().primary().throttle()).isEqualTo(Throttle.NONE);
    }

    @Test
    void aStoppedServiceDeploymentIsRolledBackEvenWithoutThatFlag() {
        scenario.given(
                        created(2, Services.settings(DeploymentConfiguration.REPLICA)),
                        begun(1),
                        completed(1),
                        deployed(2))
                .when(new StopDeployment("sd2", false));
        assertThat(rollouts().primary().id()).isEqualTo("ecs-svc/1");
        assertThat(rollouts().current().status()).isEqualTo(Status.ROLLBACK_IN_PROGRESS);
    }

    @Test
    void aServiceDeploymentThatHasEndedCannotBeStopped() {
        scenario.given(created(2, withBreaker()), begun(1), completed(1))
                .when(new StopDeployment("sd1", false))
                .thenRefuses(
                        ErrorCode.CONFLICT,
                        "The service deployment has ended or is being rolled back, so it cannot be"
                                + " stopped.");
        scenario.when(new StopDeployment("sd9", false))
                .thenRefuses(
                        ErrorCode.SERVICE_DEPLOYMENT_NOT_FOUND, "Service deployment not found.");
    }

    @Test
    void aDeploymentFailsWhenItsDeadlineHasPassed() {
        var change = new ServiceSettings.Change(null, null, null, null, null, null, null, 30, null);
        scenario.given(
                created(2, change.after(withBreaker())),
                begun(1),
                completed(1),
                deployed(2),
                new ServiceEvent.DeploymentBegun("ecs-svc/2", NOW));
        scenario.at(NOW.plusSeconds(29))
                .when(new Expire("ecs-svc/2", NOW.plusSeconds(30), "x."))
                .thenNothing();
        scenario.at(NOW.plusSeconds(30))
                .when(new Expire("ecs-svc/2", NOW.plusSeconds(30), "2 tasks are PENDING."));
        assertThat(rollouts().primary().id()).isEqualTo("ecs-svc/1");
        assertThat(scenario.state(Service.Active.class).details().log().texts())
                .contains(
                        "(service web) (deployment ecs-svc/2) deployment failed: its deadline has"
                                + " passed (2 tasks are PENDING.).");
    }

    @Test
    void aDeploymentWithoutTasksLeavesAndPrimaryNeverDoes() {
        rollsOut();
        scenario.when(new ServiceCommand.RemoveDeployments(List.of("ecs-svc/1", "ecs-svc/2")))
                .then(new ServiceEvent.DeploymentsRemoved(List.of("ecs-svc/1")));
        scenario.when(failed(2, "a", "b", "c"));
        assertThat(rollouts().primary().id())
                .as("still what a rollback goes back to")
                .isEqualTo("ecs-svc/1");
        assertThat(rollouts().revision(rollouts().primary()).id()).isEqualTo("r1");
    }
}

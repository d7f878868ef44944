package dev.berth.domain.service.plan;

import static dev.berth.domain.service.Services.created;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.observation.Health;
import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.Deployment.RolloutState;
import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.DeploymentConfiguration.CircuitBreaker;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceDeployment;
import dev.berth.domain.service.ServiceSettings;
import dev.berth.domain.service.ServiceTexts;
import dev.berth.domain.service.Services;
import dev.berth.domain.service.plan.ServiceAction.Purpose;
import dev.berth.domain.service.plan.ServiceAction.Start;
import dev.berth.domain.service.plan.ServiceAction.Stop;
import dev.berth.domain.service.plan.ServiceAction.StopPurpose;
import dev.berth.domain.service.plan.ServiceSnapshot.Unplaced;
import dev.berth.domain.service.plan.ServiceTask.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollingUpdateTest {

    private static ServiceWorld steady(int desired, int minimum, int maximum) {
        return steady(
                desired, new DeploymentConfiguration(minimum, maximum, CircuitBreaker.DISABLED));
    }

    private static ServiceWorld steady(int desired, DeploymentConfiguration bounds) {
        var world = ServiceWorld.of(created(desired, Services.settings(bounds)));
        world.goWell();
        return world;
    }

    private static void deploy(ServiceWorld world, int number) {
        world.tell(
                new ServiceCommand.Update(
                        null, ServiceSettings.Change.NONE, Services.start(number), null));
        world.step(); // begins
    }

    private static Start start(int deployment, int count) {
        return new Start(Services.deploymentId(deployment), count, Purpose.SCALE, null);
    }

    private static long stops(ServiceWorld world) {
        return world.plan().stream()
                .filter(Stop.class::isInstance)
                .mapToLong(action -> ((Stop) action).taskIds().size())
                .sum();
    }

    @Test
    void aNewServiceStartsAllItsTasksAndIsSteadyWhenTheyHaveProvedThemselves() {
        var world = ServiceWorld.of(created(3, Services.settings(DeploymentConfiguration.REPLICA)));
        world.step();
        assertThat(world.plan()).containsExactly(start(1, 3));
        world.settle();
        world.runAll();
        world.settle();
        assertThat(world.details().primary().rollout()).isEqualTo(RolloutState.IN_PROGRESS);
        assertThat(world.wakeAt).isEqualTo(world.now.plusSeconds(5));
        world.pass(5);
        world.settle();
        assertThat(world.texts())
                .startsWith(
                        "(service web) has reached a steady state.",
                        "(service web) (deployment ecs-svc/1) deployment completed.");
        assertThat(world.plan()).isEmpty();
    }

    @Test
    void at200PercentAllAreStartedAndOldOnesStopAsNewOnesAreHealthy() {
        var world = steady(4, 100, 200);
        deploy(world, 2);
        assertThat(world.plan()).contains(start(2, 4));
        assertThat(stops(world)).isZero();
        world.settle();
        world.pending().orElseThrow().run(world.now);
        world.settle();
        assertThat(world.live(1)).hasSize(3);
        world.runAll();
        world.settle();
        assertThat(world.live(1)).isEmpty();
        assertThat(world.details().rollouts().deployments()).hasSize(1);
    }

    @Test
    void at50To100PercentTwoOfFourStopFirst() {
        var world = steady(4, 50, 100);
        deploy(world, 2);
        assertThat(stops(world)).isEqualTo(2);
        world.step();
        assertThat(world.plan()).contains(start(2, 2));
        world.settle();
        assertThat(world.live(1)).hasSize(2);
        assertThat(world.live(2)).hasSize(2);
    }

    @Test
    void aRollingUpdateByTwoNeverLeavesItsBoundsAndNeedsNoTimeOfItsOwn() {
        var world = steady(20, 100, 110);
        deploy(world, 2);
        for (var round = 0; round < 10; round++) {
            world.settle();
            assertThat(world.live()).hasSize(22);
            world.runAll();
        }
        world.settle();
        assertThat(world.live(2)).hasSize(20);
        assertThat(world.live(1)).isEmpty();
    }

    @Test
    void boundsThatAllowNeitherAStopNorAStartAreTold() {
        var world = steady(2, 75, 125);
        deploy(world, 2);
        world.settle();
        assertThat(world.live(2)).isEmpty();
        assertThat(world.texts()).contains(ServiceTexts.boundsForbid("web"));
        assertThat(ServiceExplanation.of(world.snapshot(), world.now).waits())
                .extracting(Wait::kind)
                .contains(Wait.Kind.BOUNDS);
    }

    @Test
    void withoutAPlaceNothingOldStopsBelowTheMinimum() {
        var world = steady(4, 100, 200);
        deploy(world, 2);
        world.unplaced = new Unplaced("It has no room.", null, world.now.plusSeconds(30), null);
        world.settle();
        assertThat(world.live(1)).hasSize(4);
        assertThat(world.texts()).anyMatch(text -> text.contains("was unable to place a task"));
        assertThat(world.wakeAt).isEqualTo(world.now.plusSeconds(30));
    }

    @Test
    void withoutAPlaceOldTasksMakeRoomDownToTheMinimum() {
        var world = steady(4, 50, 200);
        deploy(world, 2);
        world.unplaced = new Unplaced(null, null, world.now.plusSeconds(30), null);
        world.settle();
        assertThat(world.live(1)).hasSize(2);
    }

    /** As after a start of the server, when no agent is connected yet. */
    @Test
    void tasksOfLostInstancesAreNotStoppedToMakeRoom() {
        var world = steady(4, 100, 200);
        deploy(world, 2);
        List.copyOf(world.instances.keySet()).forEach(world::lose);
        world.unplaced =
                new Unplaced("Its agent is not connected.", null, world.now.plusSeconds(30), null);
        world.settle();
        assertThat(world.live(1)).hasSize(4);
    }

    @Test
    void aDeadOldTaskIsReplacedByItsOwnRevisionWhilePrimaryHasAllItsTasks() {
        var world = steady(4, 100, 200);
        deploy(world, 2);
        world.settle();
        world.live(1).getFirst().end(Cause.EXITED, world.now);
        assertThat(world.plan()).contains(start(1, 1));
    }

    @Test
    void scaleOutInARolloutGrowsBoth() {
        var world = steady(4, 100, 200);
        deploy(world, 2);
        world.settle();
        world.tell(new ServiceCommand.Update(8, ServiceSettings.Change.NONE, null, null));
        world.settle();
        assertThat(world.live(1)).hasSize(8);
        assertThat(world.live(2)).hasSize(8);
    }

    @Test
    void tasksThatExitAtOnceAreCountedAndTheBreakerRollsBack() {
        var world = steady(2, new DeploymentConfiguration(100, 200, Services.BREAKER));
        deploy(world, 2);
        for (var i = 0; i < 20 && world.details().primary().id().equals("ecs-svc/2"); i++) {
            world.settle();
            world.live(2)
                    .forEach(
                            task -> {
                                task.run(world.now);
                                task.end(Cause.EXITED, world.now);
                            });
            world.settle();
            world.pass(30);
        }
        world.goWell();
        var rollouts = world.details().rollouts();
        assertThat(rollouts.deployments()).extracting(Deployment::id).containsExactly("ecs-svc/1");
        assertThat(rollouts.primary().rollout()).isEqualTo(RolloutState.COMPLETED);
        assertThat(rollouts.current().status())
                .isEqualTo(ServiceDeployment.Status.ROLLBACK_SUCCESSFUL);
        assertThat(rollouts.current().failures()).isEqualTo(3);
        assertThat(world.live(1)).hasSize(2);
        assertThat(world.live(1)).extracting(t -> t.id).containsExactly("t1", "t2");
    }

    @Test
    void stoppedAndDrainedTasksAreNotCounted() {
        var world = steady(2, new DeploymentConfiguration(100, 200, Services.BREAKER));
        deploy(world, 2);
        world.settle();
        world.live(2).forEach(task -> task.end(Cause.OTHER, world.now));
        world.settle();
        assertThat(world.details().primary().failedTasks()).isZero();
        assertThat(world.live(2)).hasSize(2);
    }

    @Test
    void aFailedDeploymentWithoutRollbackStartsNothingAndOldTasksAreStillReplaced() {
        var breaker =
                new CircuitBreaker(
                        true, false, DeploymentConfiguration.ThresholdType.COUNT, 1, true);
        var world = steady(2, new DeploymentConfiguration(100, 200, breaker));
        deploy(world, 2);
        world.settle();
        world.live(2).forEach(task -> task.end(Cause.FAILED_TO_START, world.now));
        world.settle();
        assertThat(world.details().primary().hasFailed()).isTrue();
        world.live(1).getFirst().end(Cause.EXITED, world.now);
        assertThat(world.plan()).containsExactly(start(1, 1));
        assertThat(ServiceExplanation.of(world.snapshot(), world.now).steady()).isFalse();
    }

    @Test
    void tasksThatKeepFailingToStartBackOffAndItIsTold() {
        var world = ServiceWorld.of(created(1, Services.settings(DeploymentConfiguration.REPLICA)));
        for (var seconds : new int[] {10, 20, 40, 80}) {
            world.settle();
            world.pending().orElseThrow().end(Cause.FAILED_TO_START, world.now);
            world.settle();
            assertThat(world.pending()).isEmpty();
            assertThat(world.wakeAt).isEqualTo(world.now.plusSeconds(seconds));
            world.pass(seconds);
        }
        assertThat(world.texts()).contains(ServiceTexts.unableToStart("web"));
        world.goWell();
        assertThat(world.details().log().stands(ServiceTexts.unableToStart("web"))).isFalse();
    }

    @Test
    void aProtectedOldTaskFillsTheUpperBoundUntilItIsReleased() {
        var world = steady(2, 100, 200);
        var kept = world.live(1).getFirst();
        kept.protectedUntil = world.now.plusSeconds(100);
        deploy(world, 2);
        world.settle();
        world.runAll();
        world.pass(5);
        world.settle();
        assertThat(world.live(1)).containsExactly(kept);
        assertThat(world.texts()).contains(ServiceTexts.isProtected("web", "ecs-svc/2", 1));
        assertThat(world.details().primary().inProgress()).isTrue();
        world.pass(96);
        world.settle();
        assertThat(world.live(1)).isEmpty();
        assertThat(world.details().primary().rollout()).isEqualTo(RolloutState.COMPLETED);
    }

    @Test
    void aSecondDeploymentStopsTheTasksOfTheFirstThatAreNotRunningYet() {
        var world = steady(2, 100, 200);
        deploy(world, 2);
        world.settle();
        deploy(world, 3);
        world.settle();
        assertThat(world.live(2)).isEmpty();
        assertThat(world.live(3)).hasSize(2);
        assertThat(world.live(1)).hasSize(2);
    }

    @Test
    void aTaskWithAHealthCheckCountsOnlyWhenItIsHealthy() {
        var world = steady(2, 100, 200);
        world.checked = true;
        deploy(world, 2);
        world.settle();
        world.runAll();
        world.pass(60);
        world.settle();
        assertThat(world.live(1)).hasSize(2);
        world.live(2).forEach(task -> task.health = Health.HEALTHY);
        world.settle();
        assertThat(world.live(1)).isEmpty();
        assertThat(world.details().primary().rollout()).isEqualTo(RolloutState.COMPLETED);
    }

    @Test
    void aDeadlineThatPassesFailsTheDeploymentAndSaysWhatItWaitedFor() {
        var world = steady(2, new DeploymentConfiguration(100, 200, Services.BREAKER));
        world.tell(
                new ServiceCommand.Update(
                        null,
                        new ServiceSettings.Change(
                                null, null, null, null, null, null, null, 60, null),
                        Services.start(2),
                        null));
        world.settle();
        world.pass(60);
        world.settle();
        assertThat(world.details().primary().id()).isEqualTo("ecs-svc/1");
        assertThat(world.texts())
                .anyMatch(
                        text ->
                                text.contains("its deadline has passed")
                                        && text.contains("2 tasks are PENDING."));
    }

    @Test
    void theDeadlineOfTheClusterCountsWhereTheServiceHasNone() {
        var standard = ServicePolicy.DEFAULT;
        var world =
                new ServiceWorld(
                        new ServicePolicy(
                                standard.replaceLostAfter(),
                                standard.keep(),
                                standard.settle(),
                                standard.proof(),
                                standard.rebalancing(),
                                java.time.Duration.ofSeconds(60)));
        world.hosts(3);
        world.service =
                new dev.berth.domain.service.ServiceDecider()
                        .evolve(
                                world.service,
                                Services.created(
                                        2,
                                        Services.settings(
                                                new DeploymentConfiguration(
                                                        100, 200, Services.BREAKER))));
        world.goWell();
        deploy(world, 2);
        world.settle();
        world.pass(59);
        world.settle();
        assertThat(world.details().primary().id()).isEqualTo("ecs-svc/2");
        world.pass(1);
        world.settle();
        assertThat(world.details().primary().id()).isEqualTo("ecs-svc/1");
    }

    @Test
    void aStopIsGivenTheReasonOfEcs() {
        var world = steady(1, 100, 200);
        deploy(world, 2);
        world.settle();
        world.runAll();
        assertThat(world.plan())
                .contains(
                        new Stop(
                                java.util.List.of("t1"),
                                StopPurpose.DEPLOYMENT,
                                "Scaling activity initiated by (deployment ecs-svc/2)"));
    }
}

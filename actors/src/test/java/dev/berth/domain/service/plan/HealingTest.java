package dev.berth.domain.service.plan;

import static dev.berth.domain.service.Services.created;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.observation.Health;
import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.DeploymentConfiguration.CircuitBreaker;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.service.ServiceSettings;
import dev.berth.domain.service.ServiceTexts;
import dev.berth.domain.service.Services;
import dev.berth.domain.service.plan.ServiceAction.Purpose;
import dev.berth.domain.service.plan.ServiceAction.Start;
import dev.berth.domain.service.plan.ServiceAction.Stop;
import dev.berth.domain.service.plan.ServiceAction.StopPurpose;
import dev.berth.domain.service.plan.ServicePolicy.Keep;
import dev.berth.domain.service.plan.ServiceSnapshot.Unplaced;
import dev.berth.domain.service.plan.ServiceTask.Cause;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealingTest {

    private static final ServiceSettings SETTINGS =
            Services.settings(DeploymentConfiguration.REPLICA);

    private static ServiceWorld steady(
            int desired, ServiceSettings settings, ServicePolicy policy) {
        var world = new ServiceWorld(policy);
        world.hosts(3);
        world.checked = true;
        ServiceEvent created = created(desired, settings);
        world.service =
                new dev.berth.domain.service.ServiceDecider().evolve(world.service, created);
        world.goWell();
        return world;
    }

    private static ServiceWorld steady(int desired) {
        return steady(desired, SETTINGS, ServicePolicy.DEFAULT);
    }

    private static ServicePolicy policy(Duration replaceAfter, Keep keep) {
        return new ServicePolicy(
                replaceAfter,
                keep,
                Duration.ZERO,
                Duration.ofSeconds(5),
                ServicePolicy.DEFAULT.rebalancing(),
                null);
    }

    private static Start start(int count, Purpose purpose) {
        return new Start("ecs-svc/1", count, purpose, null);
    }

    @Test
    void aTaskThatExitsIsReplacedAtOnce() {
        var world = steady(3);
        world.live().getFirst().end(Cause.EXITED, world.now);
        assertThat(world.plan()).contains(start(1, Purpose.SCALE));
        world.settle();
        assertThat(world.details().log().stands(ServiceTexts.steady("web"))).isFalse();
        world.goWell();
        assertThat(world.details().log().stands(ServiceTexts.steady("web"))).isTrue();
    }

    /** As after a restart of the server. */
    @Test
    void tasksWhoseHealthIsNotReportedYetCountTowardTheMinimum() {
        var limits = new DeploymentConfiguration(50, 100, CircuitBreaker.DISABLED);
        var world = steady(2, Services.settings(limits), ServicePolicy.DEFAULT);
        world.live().forEach(task -> task.health = Health.UNKNOWN);
        world.tell(
                new ServiceCommand.Update(
                        null, ServiceSettings.Change.NONE, Services.start(2), null));
        world.settle();
        assertThat(world.live(1)).hasSize(1);
    }

    @Test
    void anUnhealthyTaskIsReplacedBeforeItIsStopped() {
        var world = steady(2);
        var sick = world.live().getFirst();
        sick.health = Health.UNHEALTHY;
        assertThat(world.plan()).contains(start(1, Purpose.REPLACE_UNHEALTHY));
        world.settle();
        assertThat(sick.isLive()).isTrue();
        world.runAll();
        world.settle();
        assertThat(sick.isLive()).as("its replacement is not healthy yet").isTrue();
        world.live().stream().filter(t -> t != sick).forEach(t -> t.health = Health.HEALTHY);
        assertThat(world.plan())
                .contains(
                        new Stop(
                                List.of(sick.id),
                                StopPurpose.UNHEALTHY,
                                "Task failed container health checks"));
    }

    @Test
    void withoutRoomForAReplacementOneUnhealthyTaskAtATimeStopsFirst() {
        var bounds = new DeploymentConfiguration(50, 100, CircuitBreaker.DISABLED);
        var world = steady(4, Services.settings(bounds), ServicePolicy.DEFAULT);
        world.live().forEach(task -> task.health = Health.UNHEALTHY);
        world.step();
        assertThat(world.live()).hasSize(3);
        world.settle();
        assertThat(world.live()).as("the others wait until that one has stopped").hasSize(4);
        assertThat(world.live()).filteredOn(t -> t.health == Health.UNHEALTHY).hasSize(3);
    }

    @Test
    void healthIsIgnoredInTheGracePeriod() {
        var grace = new ServiceSettings.Change(null, 60, null, null, null, null, null, null, null);
        var world = steady(1, grace.after(SETTINGS), ServicePolicy.DEFAULT);
        var task = world.live().getFirst();
        world.now = task.startedAt.plusSeconds(10);
        task.health = Health.UNHEALTHY;
        world.settle();
        assertThat(world.live()).containsExactly(task);
        assertThat(world.wakeAt).isEqualTo(task.startedAt.plusSeconds(60));
        world.pass(50);
        world.settle();
        assertThat(world.live()).hasSize(2);
    }

    @Test
    void anOriginalIsNotStoppedWhileItsReplacementIsInItsGracePeriod() {
        var grace = new ServiceSettings.Change(null, 60, null, null, null, null, null, null, null);
        var world = steady(1, grace.after(SETTINGS), ServicePolicy.DEFAULT);
        var original = world.live().getFirst();
        world.now = original.startedAt.plusSeconds(100);
        original.health = Health.UNHEALTHY;
        world.settle();
        world.runAll();
        world.live().forEach(task -> task.health = Health.UNHEALTHY);
        world.settle();
        assertThat(original.isLive()).isTrue();
    }

    @Test
    void scaleInStopsThePendingThenTheMostCrowdedZoneThenTheYoungest() {
        var world = steady(1);
        for (var more = 2; more <= 3; more++) { // i1 and i3 in zone a, i2 in zone b
            world.tell(new ServiceCommand.Update(more, ServiceSettings.Change.NONE, null, null));
            world.goWell();
        }
        world.tell(new ServiceCommand.Update(1, ServiceSettings.Change.NONE, null, null));
        world.settle();
        assertThat(world.live()).extracting(t -> t.id).containsExactly("t1");
        world.goWell();
        world.tell(new ServiceCommand.Update(2, ServiceSettings.Change.NONE, null, null));
        world.settle();
        var pending = world.pending().orElseThrow();
        world.tell(new ServiceCommand.Update(1, ServiceSettings.Change.NONE, null, null));
        world.settle();
        assertThat(pending.isLive()).isFalse();
    }

    @Test
    void scaleInSparesProtectedTasksAndSaysSo() {
        var world = steady(2);
        world.live().forEach(task -> task.protectedUntil = world.now.plusSeconds(60));
        world.tell(new ServiceCommand.Update(0, ServiceSettings.Change.NONE, null, null));
        world.settle();
        assertThat(world.live()).hasSize(2);
        assertThat(world.texts()).contains(ServiceTexts.isProtected("web", "ecs-svc/1", 2));
        world.pass(60);
        world.settle();
        assertThat(world.live()).isEmpty();
    }

    @Test
    void aDrainedTaskIsReplacedFirstWhereTheMinimumIs100Percent() {
        var world = steady(3);
        world.drain("i2", true);
        assertThat(world.plan()).contains(start(1, Purpose.SCALE));
        world.settle();
        assertThat(world.live()).hasSize(4);
        world.goWell();
        assertThat(world.live()).hasSize(3).noneMatch(t -> t.instanceId.equals("i2"));
    }

    @Test
    void aDrainedTaskStopsFirstWhereTheMaximumIs100Percent() {
        var bounds = new DeploymentConfiguration(50, 100, CircuitBreaker.DISABLED);
        var world = steady(3, Services.settings(bounds), ServicePolicy.DEFAULT);
        world.drain("i2", true);
        world.step();
        assertThat(world.live()).hasSize(2).noneMatch(t -> t.instanceId.equals("i2"));
        world.goWell();
        assertThat(world.live()).hasSize(3);
    }

    @Test
    void pendingTasksOfADrainedInstanceStopAtOnceAndADrainCanBeTakenBack() {
        var world = ServiceWorld.of(created(3, SETTINGS));
        world.settle();
        world.drain("i2", true);
        world.settle();
        assertThat(world.live()).hasSize(3).noneMatch(t -> t.instanceId.equals("i2"));
        world.goWell();
        world.drain("i1", true);
        world.drain("i1", false);
        assertThat(world.plan()).isEmpty();
    }

    @Test
    void underTheWaitPolicyALostTaskIsNeitherStoppedNorReplaced() {
        var world = steady(3, SETTINGS, policy(null, Keep.REPLACEMENT));
        world.lose("i1");
        world.settle();
        world.pass(100_000);
        world.settle();
        assertThat(world.tasks).hasSize(3);
        assertThat(world.live()).hasSize(3);
        assertThat(ServiceExplanation.of(world.snapshot(), world.now).waits())
                .extracting(Wait::kind)
                .contains(Wait.Kind.LOST_INSTANCE);
        world.comeBack("i1");
        world.goWell();
        assertThat(world.tasks).hasSize(3);
    }

    @Test
    void aSteadyServiceWhoseAgentsReconnectIsNotReportedAsSteadyAgain() {
        var world = steady(3);
        var before = world.texts();
        List.copyOf(world.instances.keySet()).forEach(world::lose);
        world.settle();
        assertThat(ServiceExplanation.of(world.snapshot(), world.now).steady()).isFalse();
        world.pass(10);
        List.copyOf(world.instances.keySet()).forEach(world::comeBack);
        world.goWell();
        assertThat(world.texts()).isEqualTo(before);
        assertThat(ServiceExplanation.of(world.snapshot(), world.now).steady()).isTrue();
    }

    @Test
    void aReplacementThatRunsMakesTheServiceSteadyAtOnceInItsEventsAndItsExplanation() {
        var world = steady(3);
        world.checked = false;
        world.live().getFirst().end(Cause.OTHER, world.now);
        world.settle();
        assertThat(ServiceExplanation.of(world.snapshot(), world.now).waits())
                .extracting(Wait::text)
                .containsExactly("1 task is PENDING.");
        assertThat(world.details().log().stands(ServiceTexts.steady("web"))).isFalse();
        world.runAll();
        world.settle();
        assertThat(world.details().log().stands(ServiceTexts.steady("web"))).isTrue();
        assertThat(ServiceExplanation.of(world.snapshot(), world.now).waits()).isEmpty();
        assertThat(ServiceExplanation.of(world.snapshot(), world.now).steady()).isTrue();
    }

    @Test
    void aStartThatFailsWhileAgentsMayStillConnectIsReportedAfterThatTimeOnly() {
        var world = steady(3);
        world.live().getFirst().end(Cause.OTHER, world.now);
        world.unplaced =
                new Unplaced(
                        "Its agent is not connected.",
                        null,
                        world.now.plusSeconds(60),
                        world.now.plusSeconds(30));
        var text = ServiceTexts.unplaced("web", "Its agent is not connected.");
        world.settle();
        assertThat(world.texts()).doesNotContain(text);
        assertThat(world.wakeAt).isEqualTo(world.now.plusSeconds(30));
        world.now = world.now.plusSeconds(30);
        world.settle();
        assertThat(world.texts()).contains(text);
    }

    @Test
    void aLostTaskIsReplacedAfterItsTimeAndTheOriginalIsStoppedWhenTheReplacementIsHealthy() {
        var world = steady(3, SETTINGS, policy(Duration.ofMinutes(5), Keep.REPLACEMENT));
        world.lose("i1");
        world.settle();
        assertThat(world.wakeAt).isEqualTo(world.now.plusSeconds(300));
        world.pass(300);
        world.settle();
        assertThat(world.tasks).hasSize(4);
        var original = world.tasks.get("t1");
        assertThat(original.isLive()).isTrue();
        world.goWell();
        assertThat(original.isLive()).isFalse();
        world.comeBack("i1");
        world.goWell();
        assertThat(world.tasks).hasSize(4);
        assertThat(world.live()).hasSize(3);
    }

    @Test
    void whereTheOriginalIsKeptTheReplacementStopsWhenItIsBack() {
        var world = steady(3, SETTINGS, policy(Duration.ofMinutes(5), Keep.ORIGINAL));
        world.lose("i1");
        world.pass(300);
        world.goWell();
        assertThat(world.tasks.get("t1").isLive()).isTrue();
        assertThat(world.live()).hasSize(4);
        world.comeBack("i1");
        world.goWell();
        assertThat(world.live()).extracting(t -> t.id).containsExactly("t1", "t2", "t3");
        assertThat(world.details().upkeep().writtenOff()).isEmpty();
    }

    @Test
    void tasksOfARemovedInstanceAreReplaced() {
        var world = steady(3);
        world.remove("i1");
        world.goWell();
        assertThat(world.live()).hasSize(3).noneMatch(t -> t.instanceId.equals("i1"));
    }

    @Test
    void unevenZonesAreBalancedOneTaskAtATimeWithItsReplacementFirst() {
        var balanced =
                new ServiceSettings.Change(null, null, null, null, true, null, null, null, null);
        var world = new ServiceWorld(ServicePolicy.DEFAULT);
        world.checked = true;
        world.host("i1", "zone-a");
        world.service =
                new dev.berth.domain.service.ServiceDecider()
                        .evolve(world.service, created(4, balanced.after(SETTINGS)));
        world.goWell();
        world.host("i2", "zone-b");
        world.settle();
        assertThat(world.texts())
                .contains(
                        "(service web) is not AZ balanced with 4 tasks in zone-a, 0 tasks in"
                                + " zone-b. AZ Rebalancing in progress.");
        assertThat(world.live()).hasSize(5);
        world.goWell();
        assertThat(world.live()).hasSize(4);
        assertThat(world.live()).filteredOn(t -> t.instanceId.equals("i2")).hasSize(2);
        assertThat(world.tasks).hasSize(6);
    }

    @Test
    void aDeletedServiceStopsEvenProtectedTasksAndIsInactiveThen() {
        var world = steady(2);
        world.live().forEach(task -> task.protectedUntil = world.now.plusSeconds(60));
        world.tell(new ServiceCommand.Delete(true));
        assertThat(world.service).isInstanceOf(Service.Draining.class);
        world.settle();
        assertThat(world.live()).isEmpty();
        assertThat(world.service).isInstanceOf(Service.Inactive.class);
    }
}

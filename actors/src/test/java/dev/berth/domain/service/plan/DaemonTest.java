package dev.berth.domain.service.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.observation.Health;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceSettings;
import dev.berth.domain.service.Services;
import dev.berth.domain.service.plan.ServiceAction.StartOn;
import dev.berth.domain.service.plan.ServiceTask.Cause;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DaemonTest {

    private static ServiceWorld steady() {
        var world =
                ServiceWorld.of(
                        Services.daemon(ServiceSettings.defaults(SchedulingStrategy.DAEMON)));
        world.goWell();
        return world;
    }

    private static void holds(ServiceWorld world, String... instances) {
        assertThat(world.live()).extracting(t -> t.instanceId).containsExactlyInAnyOrder(instances);
    }

    @Test
    void eachInstanceGetsOneTaskAndANewOneToo() {
        var world = steady();
        holds(world, "i1", "i2", "i3");
        world.host("i4", "zone-a");
        assertThat(world.plan()).contains(new StartOn("ecs-svc/1", List.of("i4")));
        world.goWell();
        holds(world, "i1", "i2", "i3", "i4");
    }

    @Test
    void constraintsThatCannotBeCheckedAreReportedUntilTheyCanAndAreCheckedAgain() {
        var world = steady();
        world.unchecked = "Plugin odd is unhealthy.";
        world.settle();
        var text =
                "(service web) is unable to check its placement constraints. It uses the results of"
                        + " the last check. Plugin odd is unhealthy.";
        assertThat(world.texts()).contains(text);
        assertThat(world.wakeAt).isEqualTo(world.now.plusSeconds(10));
        assertThat(ServiceExplanation.of(world.snapshot(), world.now).steady()).isFalse();
        holds(world, "i1", "i2", "i3");

        world.unchecked = null;
        world.settle();
        assertThat(world.details().log().stands(text)).isFalse();
    }

    @Test
    void anUpdateStopsFirstAndASlowStopDelaysTheSuccessor() {
        var world = steady();
        world.tell(
                new ServiceCommand.Update(
                        null, ServiceSettings.Change.NONE, Services.start(2), null));
        world.settle();
        assertThat(world.live()).isEmpty();
        assertThat(world.tasks).hasSize(3);
        world.finishStops();
        world.settle();
        assertThat(world.live(2)).hasSize(3);
        world.goWell();
        assertThat(world.details().rollouts().deployments()).hasSize(1);
    }

    @Test
    void anUpdateStopsNoTasksOfLostInstancesUntilTheirAgentsAreBack() {
        var world = steady();
        world.instances.keySet().stream().toList().forEach(world::lose);
        world.tell(
                new ServiceCommand.Update(
                        null, ServiceSettings.Change.NONE, Services.start(2), null));
        world.settle();
        holds(world, "i1", "i2", "i3");

        world.comeBack("i1");
        world.settle();
        holds(world, "i2", "i3");
        world.comeBack("i2");
        world.comeBack("i3");
        world.goWell();
        assertThat(world.live(2)).hasSize(3);
    }

    @Test
    void onADrainingInstanceItStopsWhenTheTasksOfOtherServicesAreGone() {
        var world = steady();
        world.change("i1", i -> replicas(i, 1));
        world.drain("i1", true);
        world.settle();
        holds(world, "i1", "i2", "i3");
        world.change("i1", i -> replicas(i, 0));
        world.settle();
        holds(world, "i2", "i3");
        world.drain("i1", false);
        world.goWell();
        holds(world, "i1", "i2", "i3");
    }

    @Test
    void aTaskStopsWhereTheConstraintsAreNotMetAnyMore() {
        var world = steady();
        world.change(
                "i2",
                i ->
                        new ServiceInstance(
                                i.id(), false, null, false, false, 0, 100, 100, i.attributes()));
        world.settle();
        holds(world, "i1", "i3");
    }

    @Test
    void aTaskThatExitsIsStartedAgainOnItsInstance() {
        var world = steady();
        world.live().getFirst().end(Cause.EXITED, world.now);
        world.settle();
        holds(world, "i1", "i2", "i3");
    }

    @Test
    void unhealthyTasksAreReplacedOneAtATime() {
        var world = steady();
        UnaryOperator<SimulatedTask> sick =
                task -> {
                    task.health = Health.UNHEALTHY;
                    return task;
                };
        world.live().forEach(sick::apply);
        world.settle();
        assertThat(world.live()).hasSize(2);
        assertThat(world.tasks).hasSize(3);
    }

    @Test
    void onALostInstanceItIsNeitherStoppedNorReplaced() {
        var world = steady();
        world.lose("i1");
        world.pass(100_000);
        world.settle();
        assertThat(world.tasks).hasSize(3);
        holds(world, "i1", "i2", "i3");
    }

    private static ServiceInstance replicas(ServiceInstance i, int count) {
        return new ServiceInstance(
                i.id(), i.draining(), null, true, true, count, 100, 100, i.attributes());
    }
}

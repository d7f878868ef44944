package dev.berth.domain.service.plan;

import static dev.berth.domain.service.Services.created;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.ServiceCommand.BeginMoves;
import dev.berth.domain.service.ServiceDecider;
import dev.berth.domain.service.ServiceSettings;
import dev.berth.domain.service.ServiceSettings.PlacementRule;
import dev.berth.domain.service.Services;
import dev.berth.domain.service.plan.ServicePolicy.Rebalancing;
import dev.berth.domain.service.plan.ServicePolicy.Rebalancing.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RebalancingTest {

    private static final PlacementRule SPREAD = new PlacementRule("spread", "instanceId");
    private static final PlacementRule PACK = new PlacementRule("binpack", "memory");

    /** A steady service on i1 and i2, whose tasks were started in turn. */
    private static ServiceWorld steady(Mode mode, int desired, PlacementRule rule) {
        var standard = ServicePolicy.DEFAULT;
        var world =
                new ServiceWorld(
                        new ServicePolicy(
                                standard.replaceLostAfter(),
                                standard.keep(),
                                standard.settle(),
                                standard.proof(),
                                new Rebalancing(mode, 6),
                                null));
        world.placement = Comparator.comparing(_ -> 0);
        world.host("i1", "a");
        world.host("i2", "a");
        var plain = Services.settings(DeploymentConfiguration.REPLICA);
        var settings =
                new ServiceSettings(
                        plain.deployment(),
                        0,
                        List.of(rule),
                        List.of(),
                        false,
                        plain.propagateTags(),
                        false,
                        null,
                        plain.document());
        world.service = new ServiceDecider().evolve(world.service, created(desired, settings));
        world.goWell();
        return world;
    }

    private static List<Long> tasksByInstance(ServiceWorld world) {
        return world.instances.keySet().stream()
                .map(id -> world.live().stream().filter(t -> t.instanceId.equals(id)).count())
                .toList();
    }

    @Test
    void tasksMoveToAnInstanceThatHasJoined() {
        var world = steady(Mode.ON, 6, SPREAD);
        assertThat(tasksByInstance(world)).containsExactly(3L, 3L);
        world.host("i3", "a");
        world.goWell();
        assertThat(tasksByInstance(world)).containsExactly(2L, 2L, 2L);
        assertThat(world.tasks).as("two moves").hasSize(8);
    }

    @Test
    void aMoveStartsTheReplacementFirstAndKeepsToItsBudget() {
        var world = steady(Mode.ON, 6, SPREAD);
        var begun = new ArrayList<java.time.Instant>();
        world.watcher =
                actions -> {
                    assertThat(world.live()).hasSizeGreaterThanOrEqualTo(6);
                    actions.stream()
                            .filter(action -> action instanceof ServiceAction.Command(BeginMoves _))
                            .forEach(_ -> begun.add(world.now));
                };
        world.host("i3", "a");
        world.goWell();
        assertThat(begun).hasSize(2);
        assertThat(Duration.between(begun.getFirst(), begun.getLast()))
                .as("six moves a minute")
                .isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aDryRunShowsTheMovesAndMakesNone() {
        var world = steady(Mode.DRY_RUN, 6, SPREAD);
        world.host("i3", "a");
        world.goWell();
        assertThat(tasksByInstance(world)).containsExactly(3L, 3L, 0L);
        var explained = ServiceExplanation.of(world.snapshot(), world.now);
        assertThat(explained.steady()).isTrue();
        assertThat(explained.next()).isEmpty();
        assertThat(explained.moves())
                .hasSize(6)
                .allMatch(move -> move.instanceId().equals("i3"))
                .allMatch(move -> move.reason().endsWith("has 3 of the tasks, i3 has 0"));
    }

    @Test
    void withoutTheOptionNothingIsMovedOrShown() {
        var world = steady(Mode.OFF, 6, SPREAD);
        world.host("i3", "a");
        world.goWell();
        assertThat(tasksByInstance(world)).containsExactly(3L, 3L, 0L);
        assertThat(ServiceExplanation.of(world.snapshot(), world.now).moves()).isEmpty();
    }

    @Test
    void anInstanceWithoutRoomIsNotPreferred() {
        var world = steady(Mode.ON, 6, SPREAD);
        world.room = 0;
        world.host("i3", "a");
        world.goWell();
        assertThat(tasksByInstance(world)).containsExactly(3L, 3L, 0L);
    }

    @Test
    void packedTasksLeaveTheInstanceThatHasMostLeft() {
        var world = steady(Mode.ON, 4, PACK);
        assertThat(tasksByInstance(world)).containsExactly(2L, 2L);
        world.change("i2", i -> remaining(i, 50));
        world.placement =
                Comparator.comparing(i -> i.remainingMemory() - tasksByInstance(world, i.id()));
        world.goWell();
        assertThat(tasksByInstance(world)).containsExactly(0L, 4L);
        assertThat(world.tasks).as("two moves").hasSize(6);
    }

    private static long tasksByInstance(ServiceWorld world, String id) {
        return world.live().stream().filter(t -> t.instanceId.equals(id)).count();
    }

    private static ServiceInstance remaining(ServiceInstance i, int memory) {
        return new ServiceInstance(
                i.id(), false, null, true, true, 0, i.remainingCpu(), memory, i.attributes());
    }
}

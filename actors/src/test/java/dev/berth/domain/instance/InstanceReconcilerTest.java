package dev.berth.domain.instance;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.instance.Instances.ask;
import static dev.berth.domain.instance.Instances.holding;
import static dev.berth.domain.instance.Instances.registered;
import static dev.berth.domain.instance.Instances.resources;
import static dev.berth.domain.task.Tasks.launched;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.instance.InstanceReconciler.Action;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskAnswer.GivenUp;
import dev.berth.domain.task.TaskAnswer.LaunchedOn;
import dev.berth.domain.task.TaskAnswer.NeverLaunched;
import dev.berth.domain.task.Tasks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InstanceReconcilerTest {

    private static final ContainerInstance HOLDING =
            holding("i1", resources(1000, 1000), ask("t1", 1, 1));
    private static final Instant SOON = NOW.plus(InstanceReconciler.ORPHANED_AFTER);
    private static final Instant LATE = SOON.plusMillis(1);

    @Test
    void aRunningTaskKeepsItsReservationHoweverOldItIs() {
        assertThat(plan(HOLDING, Map.of("t1", launched("t1", "i1")), LATE)).isEmpty();
    }

    @Test
    void aReservationWithoutATaskIsGivenUpWhenItIsOldEnough() {
        assertThat(plan(HOLDING, Map.of(), SOON)).isEmpty();
        assertThat(plan(HOLDING, Map.of(), LATE)).containsExactly(new Action.GiveUp("i1", "t1"));
        assertThat(plan(HOLDING, Map.of("t1", new Task.Absent()), LATE))
                .containsExactly(new Action.GiveUp("i1", "t1"));
    }

    @Test
    void anInstanceIsPlannedAgainWhenItsFirstReservationWouldBeOrphaned() {
        var planned = InstanceReconciler.plan(HOLDING, _ -> Optional.empty(), Stream.of(), NOW);
        assertThat(planned.planAgainAt()).isEqualTo(LATE);
        var running =
                InstanceReconciler.plan(
                        HOLDING, id -> Optional.of(launched(id, "i1")), Stream.of(), NOW);
        assertThat(running.planAgainAt()).isNull();
    }

    @Test
    void theRoomOfTasksThatAreOverOrElsewhereIsReleasedAtOnce() {
        var holding =
                holding(
                        "i1",
                        resources(1000, 1000),
                        ask("stopped", 1, 1),
                        ask("abandoned", 1, 1),
                        ask("elsewhere", 1, 1),
                        ask("here", 1, 1));
        var tasks =
                Map.of(
                        "stopped", launched("stopped", "i1", Tasks.stopped()),
                        "abandoned", new Task.Abandoned(),
                        "elsewhere", launched("elsewhere", "i2"),
                        "here", launched("here", "i1"));
        assertThat(plan(holding, tasks, NOW))
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.Release.class,
                        release -> {
                            assertThat(release.instanceId()).isEqualTo("i1");
                            assertThat(release.taskIds())
                                    .containsExactlyInAnyOrder("stopped", "abandoned", "elsewhere");
                        });
    }

    @Test
    void tasksOfAnInstanceThatWasTakenAwayAreEnded() {
        var decider = new InstanceDecider();
        var inactive = decider.evolve(HOLDING, new InstanceEvent.Deregistered(NOW));
        var there =
                Stream.of(launched("t1", "i1"), launched("t2", "i1", Tasks.stopped()))
                        .map(Task.Launched.class::cast);
        assertThat(InstanceReconciler.plan(inactive, _ -> Optional.empty(), there, LATE).actions())
                .containsExactly(
                        new Action.Orphan(
                                "i1", "t1", "Container instance i1 was deregistered forcefully."));
    }

    @Test
    void anInstanceThatHoldsNothingNeedsNothing() {
        var decider = new InstanceDecider();
        assertThat(plan(decider.initial(), Map.of(), LATE)).isEmpty();
        var empty = decider.evolve(decider.initial(), registered("i1", resources(1, 1)));
        assertThat(plan(empty, Map.of("t1", launched("t1", "i1")), LATE)).isEmpty();
    }

    @Test
    void aReservationIsReleasedOnlyWhereItsTaskCanNeverStartOnIt() {
        assertThat(InstanceReconciler.releases(new GivenUp(), "i1")).isTrue();
        assertThat(InstanceReconciler.releases(new LaunchedOn("i2", false), "i1")).isTrue();
        assertThat(InstanceReconciler.releases(new LaunchedOn("i1", true), "i1")).isTrue();
        assertThat(InstanceReconciler.releases(new LaunchedOn("i1", false), "i1")).isFalse();
        assertThat(InstanceReconciler.releases(new NeverLaunched(), "i1")).isFalse();
    }

    private static List<Action> plan(
            ContainerInstance instance, Map<String, ? extends Task> tasks, Instant now) {
        return InstanceReconciler.plan(
                        instance, id -> Optional.ofNullable(tasks.get(id)), Stream.of(), now)
                .actions();
    }
}

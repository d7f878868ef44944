package dev.berth.plugin.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.Placement;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.PlacementRequest;
import dev.berth.plugin.placement.Scheduler;
import dev.berth.plugin.placement.TaskToPlace;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Scheduler} keeps. The test of a scheduler extends this class. */
public abstract class SchedulerContract {
    private static final TaskToPlace TASK = TestTask.of("contract");
    private static final Rule[] NO_RULES = {};

    /** A new scheduler, with usual settings. */
    protected abstract Scheduler scheduler();

    @Test
    void everyTaskGetsOneAnswer() {
        for (int count : new int[] {1, 10, 256}) {
            place(TASK, count, List.of(TestInstance.of("a"), TestInstance.of("b")), NO_RULES);
        }
    }

    @Test
    void aClusterWithoutInstancesPlacesNothing() {
        assertThat(place(TASK, 3, List.of(), NO_RULES)).allMatch(Placement.None.class::isInstance);
    }

    @Test
    void noMoreIsPlacedThanFits() {
        var small = TestInstance.of("small").withRegistered(250, 250);
        var none = TestInstance.of("none").withRegistered(99, 4096);
        place(TASK, 10, List.of(small, none), NO_RULES);
        place(TestTask.withPort(TASK, 80), 10, List.of(small, TestInstance.of("big")), NO_RULES);
    }

    @Test
    void oddInstancesAreNoReasonToThrow() {
        place(TASK, 256, OddInstances.all(), NO_RULES);
        place(TestTask.requiring(TASK, "no.such.attribute"), 5, OddInstances.all(), NO_RULES);
        place(TestTask.of("contract", 0, 1), 5, OddInstances.all(), NO_RULES);
    }

    @Test
    void constraintsBind() {
        Rule distinct =
                (task, instance) ->
                        instance.tasksOfGroup(task.group()) == 0
                                ? Fit.FITS
                                : Fit.unfit("taken", "it has one");
        place(TASK, 5, List.of(TestInstance.of("a"), TestInstance.of("b")), distinct);
    }

    @Test
    void itCanBeAskedAgain() {
        var scheduler = scheduler();
        for (int i = 0; i < 3; i++) {
            place(scheduler, TASK, 20, OddInstances.all(), NO_RULES);
        }
    }

    @Test
    void severalThreadsAreServedAtOnce() throws Exception {
        var scheduler = scheduler();
        Threads.together(() -> place(scheduler, TASK, 50, OddInstances.all(), NO_RULES));
    }

    private List<Placement> place(
            TaskToPlace task, int count, Collection<TestInstance> instances, Rule... rules) {
        return place(scheduler(), task, count, instances, rules);
    }

    /** Carries out what was decided on a second cluster of the same kind, so that it is checked. */
    private static List<Placement> place(
            Scheduler scheduler,
            TaskToPlace task,
            int count,
            Collection<TestInstance> instances,
            Rule... rules) {
        var request = new PlacementRequest("contract", task, count);
        var placements = scheduler.place(request, new TestCluster(task, instances, rules));
        assertThat(placements).as("one answer for each task").hasSize(count).doesNotContainNull();
        var checked = new TestCluster(task, instances, rules);
        for (var placement : placements) {
            if (placement instanceof Placement.On on) {
                var instance = checked.instance(on.instanceId());
                assertThat(checked.check(instance))
                        .as("what was placed on %s fits there", on.instanceId())
                        .isEqualTo(Fit.FITS);
                checked.take(instance);
            } else if (placement instanceof Placement.None none) {
                assertThat(none.reason()).as("the reason of a task without place").isNotBlank();
            }
        }
        return placements;
    }
}

package dev.berth.actors.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.domain.Decision;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskDecider;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.task.TaskSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a snapshot finds of an instance's tasks without looking through all others. */
class ClusterSnapshotTest {
    private static final TaskDecider DECIDER = new TaskDecider();

    @Test
    void stoppedTasksAreSeparateFromRunningTasks() {
        var snapshot = with(with(ClusterSnapshot.empty("c"), active("t1")), active("t2"));
        assertThat(snapshot.activeTasksOn("i1")).hasSize(2);

        snapshot = with(snapshot, over("t1"));
        assertThat(snapshot.activeTasksOn("i1"))
                .extracting(t -> t.spec().taskId())
                .containsExactly("t2");
        assertThat(snapshot.tasksOn("i1")).hasSize(2);
        assertThat(snapshot.activeTasksOn("i2")).isEmpty();
    }

    @Test
    void aTaskIsKnownInWhateverState() {
        var snapshot = with(with(ClusterSnapshot.empty("c"), active("t1")), over("t2"));
        snapshot = snapshot.restored(AggregateKind.TASK.at("c", "t3"), 1, new Task.Abandoned());
        assertThat(snapshot.known("t1")).containsInstanceOf(Task.Active.class);
        assertThat(snapshot.known("t2")).containsInstanceOf(Task.Stopped.class);
        assertThat(snapshot.known("t3")).contains(new Task.Abandoned());
        assertThat(snapshot.known("t4")).isEmpty();
    }

    @Test
    void nothingIsLeftOfATaskThatHasLeftTheApi() {
        var snapshot =
                with(ClusterSnapshot.empty("c"), over("t1"))
                        .without(AggregateKind.TASK.at("c", "t1"));
        assertThat(snapshot.tasksOn("i1")).isEmpty();
        assertThat(snapshot.tasks()).isEqualTo(ClusterSnapshot.empty("c").tasks());
    }

    private static ClusterSnapshot with(ClusterSnapshot snapshot, Task task) {
        var id = ((Task.Launched) task).spec().taskId();
        return snapshot.restored(AggregateKind.TASK.at("c", id), 1, task);
    }

    private static Task active(String id) {
        return after(DECIDER.initial(), new TaskCommand.Launch(spec(id), Map.of()));
    }

    private static Task over(String id) {
        return after(active(id), new TaskCommand.Orphan("gone"));
    }

    private static Task after(Task state, TaskCommand command) {
        var after = state;
        for (var event : accepted(DECIDER.decide(state, command, Instant.EPOCH)).events()) {
            after = DECIDER.evolve(after, event);
        }
        return after;
    }

    private static Decision.Accepted<TaskEvent> accepted(Decision<TaskEvent> decision) {
        return (Decision.Accepted<TaskEvent>) decision;
    }

    private static TaskSpec spec(String id) {
        return new TaskSpec(
                "c", id, "i1", "web", 1, "family:web", null, "EC2", null, 1, 1, List.of());
    }
}

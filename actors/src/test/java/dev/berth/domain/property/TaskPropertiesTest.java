package dev.berth.domain.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.Decision;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskDecider;
import dev.berth.domain.task.TaskEvent;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskPropertiesTest {

    private static List<Run<TaskCommand, TaskEvent, Task>> always(
            Run.Property<TaskCommand, TaskEvent, Task> property) {
        return Run.all(new TaskDecider(), draw -> new Commands(draw)::task, property);
    }

    @Test
    void statusOnlyMovesForward() {
        var ends = new EnumMap<Task.LastStatus, Integer>(Task.LastStatus.class);
        var runs =
                always(
                        (before, _, _, after) -> {
                            assertThat(rank(after)).isGreaterThanOrEqualTo(rank(before));
                            if (before instanceof Task.Launched was) {
                                var is = (Task.Launched) after;
                                assertThat(is.desiredStatus())
                                        .isGreaterThanOrEqualTo(was.desiredStatus());
                                containersOnlyMoveForward(was, is);
                            }
                            if (before instanceof Task.Abandoned) {
                                assertThat(after).isEqualTo(before);
                            }
                        });
        runs.forEach(
                run -> {
                    if (run.state() instanceof Task.Launched task) {
                        ends.merge(task.lastStatus(), 1, Integer::sum);
                    }
                });
        assertThat(ends).as("how the runs ended").containsKeys(Task.LastStatus.STOPPED);
    }

    private static int rank(Task task) {
        return switch (task) {
            case Task.Absent _ -> 0;
            case Task.Abandoned _ -> 1;
            case Task.Launched launched -> 2 + launched.lastStatus().ordinal();
        };
    }

    private static void containersOnlyMoveForward(Task.Launched was, Task.Launched is) {
        was.progress()
                .containers()
                .forEach(
                        (name, before) -> {
                            var after = is.progress().containers().get(name);
                            assertThat(after.status()).isGreaterThanOrEqualTo(before.status());
                        });
    }

    @Test
    void whatWasDecidedAtTheLaunchAndTheFirstReasonToStopNeverChange() {
        always(
                (before, _, _, after) -> {
                    if (before instanceof Task.Launched was) {
                        var is = (Task.Launched) after;
                        assertThat(is.spec()).isEqualTo(was.spec());
                        assertThat(is.progress().createdAt()).isEqualTo(was.progress().createdAt());
                        was.stopIntent()
                                .ifPresent(
                                        intent ->
                                                assertThat(is.stopIntent().orElseThrow().at())
                                                        .isEqualTo(intent.at()));
                    }
                });
    }

    @Test
    void aReportIsNeverRefusedAndNothingIsPersistedTwiceForTheSameReport() {
        var decider = new TaskDecider();
        always(
                (_, command, _, after) -> {
                    if (command instanceof TaskCommand.Report) {
                        assertThat(decider.decide(after, command, Instant.MAX))
                                .isEqualTo(Decision.nothing());
                    }
                });
    }

    @Test
    void everyChangeThatTheApiShowsAsOneIsCounted() {
        always(
                (before, _, events, after) -> {
                    if (before instanceof Task.Launched was) {
                        var counted =
                                events.stream()
                                        .filter(e -> !(e instanceof TaskEvent.TagsChanged))
                                        .filter(e -> !(e instanceof TaskEvent.Examined))
                                        .filter(e -> !(e instanceof TaskEvent.ProtectionSet))
                                        .count();
                        assertThat(((Task.Launched) after).progress().version())
                                .isEqualTo(was.progress().version() + counted);
                    }
                });
    }
}

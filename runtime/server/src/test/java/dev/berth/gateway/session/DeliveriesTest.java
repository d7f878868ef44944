package dev.berth.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.Decision;
import dev.berth.domain.task.ContainerProgress;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.DesiredStatus;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskDecider;
import dev.berth.domain.task.TaskReport;
import dev.berth.domain.task.TaskSpec;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final TaskDecider decider = new TaskDecider();
    private final Deliveries told = new Deliveries();

    private Task after(TaskCommand... commands) {
        Task task = decider.initial();
        for (var command : commands) {
            var decision =
                    (Decision.Accepted<dev.berth.domain.task.TaskEvent>)
                            decider.decide(task, command, NOW);
            for (var event : decision.events()) {
                task = decider.evolve(task, event);
            }
        }
        return task;
    }

    private static TaskCommand launch() {
        return new TaskCommand.Launch(
                new TaskSpec(
                        "c",
                        "t1",
                        "i1",
                        "web",
                        1,
                        "family:web",
                        null,
                        "EC2",
                        null,
                        1,
                        1,
                        List.of()));
    }

    private static TaskCommand report(LastStatus status) {
        return new TaskCommand.Report(
                new TaskReport(status, null, List.<ContainerProgress>of(), null, null, null));
    }

    private static TaskCommand stop() {
        return new TaskCommand.Stop(StopCode.USER_INITIATED, "because");
    }

    @Test
    void aPendingTaskIsToldOnce() {
        var task = (Task.Launched) after(launch());
        assertThat(told.due(task)).contains(DesiredStatus.RUNNING);
        told.sent("m1", "t1", DesiredStatus.RUNNING, NOW);
        assertThat(told.due(task)).isEmpty();
        told.acknowledged("m1");
        assertThat(told.overdue(NOW.plus(Deliveries.REDELIVERY).plusSeconds(1))).isEmpty();
    }

    @Test
    void whatIsNotAcknowledgedIsDueAgain() {
        var task = (Task.Launched) after(launch());
        told.sent("m1", "t1", DesiredStatus.RUNNING, NOW);
        assertThat(told.overdue(NOW.plus(Deliveries.REDELIVERY))).isEmpty();
        assertThat(told.overdue(NOW.plus(Deliveries.REDELIVERY).plusSeconds(1)))
                .containsExactly("t1");
        assertThat(told.due(task)).contains(DesiredStatus.RUNNING);
    }

    @Test
    void aTaskThatRunsIsNotToldAgainOverANewSocketButItsStopIs() {
        assertThat(told.due((Task.Launched) after(launch(), report(LastStatus.RUNNING)))).isEmpty();
        assertThat(told.due((Task.Launched) after(launch(), report(LastStatus.RUNNING), stop())))
                .contains(DesiredStatus.STOPPED);
    }

    @Test
    void aStopOvertakesAStartThatWasNotAcknowledged() {
        told.sent("m1", "t1", DesiredStatus.RUNNING, NOW);
        var stopping = (Task.Launched) after(launch(), stop());
        assertThat(told.due(stopping)).contains(DesiredStatus.STOPPED);
        told.sent("m2", "t1", DesiredStatus.STOPPED, NOW.plusSeconds(5));
        assertThat(told.overdue(NOW.plusSeconds(12))).containsExactly("t1");
        assertThat(told.due(stopping)).isEmpty();
    }

    @Test
    void aStoppedTaskIsNeverTold() {
        assertThat(told.due((Task.Launched) after(launch(), report(LastStatus.STOPPED)))).isEmpty();
    }

    @Test
    void atMostAWindowOfMessagesWaits() {
        for (var i = 0; i < Deliveries.WINDOW; i++) {
            assertThat(told.hasRoom()).isTrue();
            told.sent("m" + i, "t" + i, DesiredStatus.RUNNING, NOW);
        }
        assertThat(told.hasRoom()).isFalse();
        told.over("t5");
        assertThat(told.hasRoom()).isTrue();
    }
}

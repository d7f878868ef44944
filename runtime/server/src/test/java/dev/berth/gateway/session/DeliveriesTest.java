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
    private final Deliveries deliveries = new Deliveries();

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
        assertThat(deliveries.due(task)).contains(DesiredStatus.RUNNING);
        deliveries.sent("m1", "t1", DesiredStatus.RUNNING, NOW);
        assertThat(deliveries.due(task)).isEmpty();
        deliveries.acknowledged("m1");
        assertThat(deliveries.overdue(NOW.plus(Deliveries.REDELIVERY).plusSeconds(1))).isEmpty();
    }

    @Test
    void whatIsNotAcknowledgedIsDueAgain() {
        var task = (Task.Launched) after(launch());
        deliveries.sent("m1", "t1", DesiredStatus.RUNNING, NOW);
        assertThat(deliveries.overdue(NOW.plus(Deliveries.REDELIVERY))).isEmpty();
        assertThat(deliveries.overdue(NOW.plus(Deliveries.REDELIVERY).plusSeconds(1)))
                .containsExactly("t1");
        assertThat(deliveries.due(task)).contains(DesiredStatus.RUNNING);
    }

    @Test
    void aRunningTaskIsNotSentAgainOverANewSocketButItsStopIs() {
        assertThat(deliveries.due((Task.Launched) after(launch(), report(LastStatus.RUNNING))))
                .isEmpty();
        assertThat(
                        deliveries.due(
                                (Task.Launched)
                                        after(launch(), report(LastStatus.RUNNING), stop())))
                .contains(DesiredStatus.STOPPED);
    }

    @Test
    void aStopOvertakesAStartThatWasNotAcknowledged() {
        deliveries.sent("m1", "t1", DesiredStatus.RUNNING, NOW);
        var stopping = (Task.Launched) after(launch(), stop());
        assertThat(deliveries.due(stopping)).contains(DesiredStatus.STOPPED);
        deliveries.sent("m2", "t1", DesiredStatus.STOPPED, NOW.plusSeconds(5));
        assertThat(deliveries.overdue(NOW.plusSeconds(12))).containsExactly("t1");
        assertThat(deliveries.due(stopping)).isEmpty();
    }

    @Test
    void aStoppedTaskIsNeverTold() {
        assertThat(deliveries.due((Task.Launched) after(launch(), report(LastStatus.STOPPED))))
                .isEmpty();
    }

    @Test
    void atMostAWindowOfMessagesWaits() {
        for (var i = 0; i < Deliveries.WINDOW; i++) {
            assertThat(deliveries.hasRoom()).isTrue();
            deliveries.sent("m" + i, "t" + i, DesiredStatus.RUNNING, NOW);
        }
        assertThat(deliveries.hasRoom()).isFalse();
        deliveries.stopped("t5");
        assertThat(deliveries.hasRoom()).isTrue();
    }
}

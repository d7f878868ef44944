package dev.berth.domain.check;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.check.Given.OVER;
import static dev.berth.domain.check.Given.findsLast;
import static dev.berth.domain.check.Given.launched;
import static dev.berth.domain.check.Given.launchedTask;
import static dev.berth.domain.check.Given.registeredInstance;
import static dev.berth.domain.check.Given.reserved;
import static dev.berth.domain.check.Journal.INSTANCE;
import static dev.berth.domain.check.Journal.OTHER_INSTANCE;
import static dev.berth.domain.check.Journal.TASK;
import static dev.berth.domain.instance.Instances.granted;
import static dev.berth.domain.instance.Instances.registered;
import static dev.berth.domain.instance.Instances.resources;
import static dev.berth.domain.task.Tasks.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.task.PostMortem;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.task.TaskEvent.Abandoned;
import dev.berth.domain.task.TaskEvent.Progressed;
import dev.berth.domain.task.TaskEvent.StopRequested;
import dev.berth.domain.task.TaskEvent.Stopped;
import org.junit.jupiter.api.Test;

/** Launches and ends that no decider would make, each broken once. */
class TaskCheckTest {

    @Test
    void aTaskLaunchedTwiceIsFound() {
        findsLast(launchedTask().row(TASK, launched("t1", "i1")), Invariant.I2, "a second time");
        findsLast(
                launchedTask()
                        .row(OTHER_INSTANCE, registered("i2", resources(1000, 500)))
                        .row(OTHER_INSTANCE, reserved(granted("t1", 1, 1)))
                        .row(TASK, launched("t1", "i2")),
                Invariant.I2,
                "a second time");
    }

    @Test
    void aTaskLaunchedWithoutAReservationIsFound() {
        findsLast(
                registeredInstance().row(TASK, launched("t1", "i1")),
                Invariant.I3,
                "without a reservation");
    }

    @Test
    void aTaskLaunchedUnderAnotherNameIsFound() {
        findsLast(
                registeredInstance()
                        .row(INSTANCE, reserved(granted("t2", 1, 1)))
                        .row(TASK, launched("t2", "i1")),
                Invariant.I2,
                "as task t2");
    }

    @Test
    void anAbandonedTaskIsNeverLaunched() {
        findsLast(
                registeredInstance()
                        .row(INSTANCE, reserved(granted("t1", 1, 1)))
                        .row(TASK, new Abandoned(NOW))
                        .row(TASK, launched("t1", "i1")),
                Invariant.I2,
                "after it was abandoned");
        findsLast(launchedTask().row(TASK, new Abandoned(NOW)), Invariant.I2, "was launched");
        findsLast(
                new Journal().row(TASK, new Abandoned(NOW), new Abandoned(NOW)),
                Invariant.I2,
                "a second time");
    }

    @Test
    void nothingHappensToATaskBeforeItsLaunchOrAfterItsEnd() {
        var progressed = new Progressed(report(LastStatus.RUNNING), NOW);
        var stopped = new Stopped(OVER, StopCode.ESSENTIAL_CONTAINER_EXITED, "x", NOW);
        findsLast(new Journal().row(TASK, progressed), Invariant.I2, "never launched");
        findsLast(launchedTask().row(TASK, stopped, progressed), Invariant.I2, "after it stopped");
        findsLast(launchedTask().row(TASK, stopped, stopped), Invariant.I2, "after it stopped");
        var examined = new TaskEvent.Examined(PostMortem.EMPTY, NOW);
        findsLast(launchedTask().row(TASK, examined), Invariant.I2, "before it stopped");
        assertThat(launchedTask().row(TASK, stopped, examined).checked().isClean()).isTrue();
    }

    @Test
    void anEndThatWasNotAskedForBeforeIsFound() {
        findsLast(
                launchedTask().row(TASK, new Stopped(OVER, StopCode.USER_INITIATED, "x", NOW)),
                Invariant.I5,
                "without a recorded request to stop it");
        findsLast(
                launchedTask()
                        .row(
                                TASK,
                                new StopRequested(StopCode.USER_INITIATED, "this", NOW),
                                new Stopped(OVER, StopCode.USER_INITIATED, "that", NOW)),
                Invariant.I5,
                "another reason");
        findsLast(
                launchedTask().row(TASK, new Stopped(null, StopCode.USER_INITIATED, "x", NOW)),
                Invariant.I5,
                "without a report of an agent");
        findsLast(
                launchedTask().row(TASK, new Stopped(OVER, null, "x", NOW)),
                Invariant.I5,
                "without a stop code");
    }

    @Test
    void twoIntentsOrAnEndWithoutARecordAreFound() {
        TaskEvent asked = new StopRequested(StopCode.USER_INITIATED, "this", NOW);
        findsLast(launchedTask().row(TASK, asked, asked), Invariant.I5, "asked to stop again");
        findsLast(
                launchedTask().row(TASK, new Progressed(OVER, NOW)),
                Invariant.I5,
                "its end was not recorded");
    }
}

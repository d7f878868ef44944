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
import static dev.berth.domain.check.Journal.OTHER_TASK;
import static dev.berth.domain.check.Journal.TASK;
import static dev.berth.domain.instance.Instances.granted;
import static dev.berth.domain.instance.Instances.registered;
import static dev.berth.domain.instance.Instances.resources;
import static dev.berth.domain.task.Tasks.report;
import static dev.berth.domain.task.Tasks.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.instance.InstanceEvent.Released;
import dev.berth.domain.instance.InstanceEvent.Reserved;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskEvent.Progressed;
import dev.berth.domain.task.TaskEvent.Stopped;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Grants and releases that no decider would make, each broken once. */
class InstanceCheckTest {

    @Test
    void moreThanIsRegisteredIsFound() {
        findsLast(
                registeredInstance()
                        .row(INSTANCE, reserved(granted("t1", 600, 0)))
                        .row(INSTANCE, reserved(granted("t2", 401, 0))),
                Invariant.I3,
                "1001 of 1000 CPU units");
        findsLast(
                registeredInstance().row(INSTANCE, reserved(granted("t1", 0, 501))),
                Invariant.I3,
                "501 of 500 MiB");
    }

    @Test
    void registeringAgainWithLessIsFineUntilMoreIsGranted() {
        var less =
                registeredInstance()
                        .row(INSTANCE, reserved(granted("t1", 600, 0)))
                        .row(INSTANCE, registered("i1", resources(500, 500)))
                        .row(INSTANCE, reserved(granted("t2", 0, 10)));
        assertThat(less.checked().findings()).isEmpty();
        findsLast(
                less.row(INSTANCE, reserved(granted("t3", 1, 0))), Invariant.I3, "601 of 500 CPU");
    }

    @Test
    void aPortWithTwoOwnersIsFound() {
        findsLast(
                registeredInstance()
                        .row(INSTANCE, reserved(granted("t1", 0, 0, 80)))
                        .row(INSTANCE, reserved(granted("t2", 0, 0, 80))),
                Invariant.I3,
                "task t1 had tcp port 80");
        findsLast(
                registeredInstance().row(INSTANCE, reserved(granted("t1", 0, 0, 22))),
                Invariant.I3,
                "tcp port 22 is reserved for the host");
    }

    @Test
    void aPortThatTwoTasksWereReportedToBindIsFound() {
        var bound = new Progressed(report(LastStatus.RUNNING, running("main", 40_000)), NOW);
        var one =
                launchedTask()
                        .row(INSTANCE, reserved(granted("t2", 0, 0)))
                        .row(OTHER_TASK, launched("t2", "i1"))
                        .row(TASK, bound);
        findsLast(one.row(OTHER_TASK, bound), Invariant.I3, "task t1 had bound tcp port 40000");
    }

    @Test
    void aPortIsFreeAgainWhenItsTaskIsOver() {
        var bound = new Progressed(report(LastStatus.RUNNING, running("main", 40_000)), NOW);
        var result =
                launchedTask()
                        .row(TASK, bound)
                        .row(TASK, new Stopped(OVER, StopCode.ESSENTIAL_CONTAINER_EXITED, "x", NOW))
                        .row(INSTANCE, new Reserved(List.of(granted("t2", 0, 0)), Set.of("t1")))
                        .row(OTHER_TASK, launched("t2", "i1"), bound)
                        .checked();
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void aReservationGrantedTwiceIsFound() {
        findsLast(
                launchedTask().row(INSTANCE, reserved(granted("t1", 1, 1))),
                Invariant.I3,
                "already had a reservation");
    }

    @Test
    void aReservationOnADrainingOrUnknownInstanceIsFound() {
        findsLast(
                registeredInstance()
                        .row(
                                INSTANCE,
                                new InstanceEvent.StatusChanged(
                                        ContainerInstance.Status.DRAINING, NOW))
                        .row(INSTANCE, reserved(granted("t1", 1, 1))),
                Invariant.I3,
                "DRAINING");
        findsLast(
                registeredInstance()
                        .row(INSTANCE, new InstanceEvent.Deregistered(NOW))
                        .row(INSTANCE, reserved(granted("t1", 1, 1))),
                Invariant.I3,
                "not registered");
    }

    @Test
    void aReservationGivenBackUnderARunningTaskIsFound() {
        findsLast(
                launchedTask().row(INSTANCE, new Released(Set.of("t1"))),
                Invariant.I3,
                "released before the task stopped");
    }

    @Test
    void twoReservationsOfOneTaskAreCountedSinceARetryMayMakeThem() {
        var result =
                launchedTask()
                        .row(OTHER_INSTANCE, registered("i2", resources(1000, 500)))
                        .row(OTHER_INSTANCE, reserved(granted("t1", 1, 1)))
                        .row(OTHER_INSTANCE, new Released(Set.of("t1")))
                        .checked();
        assertThat(result.findings()).isEmpty();
        assertThat(result.reservedTwice()).isEqualTo(1);
    }
}

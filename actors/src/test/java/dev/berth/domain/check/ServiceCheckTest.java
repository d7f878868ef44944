package dev.berth.domain.check;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.check.Given.OVER;
import static dev.berth.domain.check.Given.findsLast;
import static dev.berth.domain.service.Services.begun;
import static dev.berth.domain.service.Services.created;
import static dev.berth.domain.service.Services.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.entity.Registrations;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceDecider;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.TaskEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starts and stops of a service that exceed its limits, and those that do not. */
class ServiceCheckTest {

    private final ServiceHistory history = new ServiceHistory();

    @Test
    void aLaunchAboveTheMaximumIsFound() {
        history.replica();
        history.launched("t1");
        history.launched("t2");
        history.launched("t3");
        history.passes();
        findsLast(
                history.launched("t4"),
                Invariant.I6,
                "Service web started this task, its number 4 at that time; its maximum was 3 since"
                        + " row 1 (150 % of 2).");
    }

    @Test
    void tasksThatWereAskedToStopOrEndedMakeRoom() {
        history.replica();
        history.running("t1", "t2", "t3");
        history.scaled("t1");
        history.row(
                "Task|blue/t2",
                new TaskEvent.Stopped(
                        OVER,
                        StopCode.ESSENTIAL_CONTAINER_EXITED,
                        "Essential container",
                        history.now));
        history.launched("t4");
        history.launched("t5");
        history.passes();
    }

    @Test
    void tasksThatWereGivenUpMakeRoom() {
        history.replica();
        history.running("t1", "t2", "t3");
        history.row(
                ServiceHistory.SERVICE,
                new ServiceEvent.TasksWrittenOff(List.of("t1"), history.now));
        history.launched("t4");
        history.passes();
        history.row(ServiceHistory.SERVICE, new ServiceEvent.TasksTakenBack(List.of("t1")));
        history.scaled("t4");
        findsLast(history.launched("t5"), Invariant.I6, "its maximum was 3");
    }

    @Test
    void aPlanMadeBeforeALowerDesiredCountMayBeExecuted() {
        history.replica();
        history.running("t1", "t2");
        history.desired(0);
        history.launched("t3");
        history.passes();
        history.scaled("t3");
        history.later();
        findsLast(history.launched("t4"), Invariant.I6, "its maximum was 0 since row 10");
    }

    @Test
    void aStopBelowTheMinimumIsFound() {
        history.replica();
        history.healthy("t1", "t2");
        history.scaled("t1");
        history.passes();
        findsLast(
                history.scaled("t2"),
                Invariant.I6,
                "Service web stopped this task, and 0 RUNNING tasks remained; its minimum was 1"
                        + " since row 1 (50 % of 2).");
    }

    @Test
    void everyReasonOfTheServiceIsBoundByTheMinimum() {
        history.replica();
        history.healthy("t1", "t2");
        history.scaled("t1");
        findsLast(
                history.stop(
                        "t2",
                        StopCode.SERVICE_SCHEDULER_INITIATED,
                        "Task stopped because container instance i1 is draining."),
                Invariant.I6,
                "0 RUNNING tasks remained");
    }

    @Test
    void stopsByOthersAndForHealthAreNotBound() {
        history.replica();
        history.healthy("t1", "t2", "t3");
        history.stop("t1", StopCode.USER_INITIATED, "enough");
        history.stop("t2", StopCode.SERVICE_SCHEDULER_INITIATED, ServiceHistory.UNHEALTHY);
        history.stop("t3", StopCode.SERVICE_SCHEDULER_INITIATED, ServiceHistory.UNHEALTHY);
        history.passes();
    }

    @Test
    void tasksThatNeverCountedAsHealthyCanBeStopped() {
        history.replica();
        history.running("t1", "t2");
        history.scaled("t1");
        history.scaled("t2");
        history.passes();
    }

    @Test
    void aLossAfterThePlanIsNotTheService() {
        history.replica();
        history.healthy("t1", "t2");
        history.row(
                "Task|blue/t1",
                new TaskEvent.Stopped(
                        OVER,
                        StopCode.ESSENTIAL_CONTAINER_EXITED,
                        "Essential container",
                        history.now));
        history.scaled("t2");
        history.passes();
    }

    @Test
    void anOldLossIsKnownToThePlan() {
        history.replica();
        history.healthy("t1", "t2");
        history.row(
                "Task|blue/t1",
                new TaskEvent.Stopped(
                        OVER,
                        StopCode.ESSENTIAL_CONTAINER_EXITED,
                        "Essential container",
                        history.now));
        history.later();
        findsLast(history.scaled("t2"), Invariant.I6, "0 RUNNING tasks remained");
    }

    @Test
    void aStopThatWasPlannedBeforeAHigherDesiredCountIsAllowed() {
        history.replica();
        history.healthy("t1", "t2", "t3");
        history.desired(6);
        history.scaled("t1");
        history.passes();
        history.later();
        findsLast(history.scaled("t2"), Invariant.I6, "its minimum was 3");
    }

    @Test
    void aDeletedServiceStopsEveryTask() {
        history.replica();
        history.healthy("t1", "t2");
        history.row(
                "Task|blue/t1", new TaskEvent.ProtectionSet(NOW.plusSeconds(9_000), history.now));
        history.later();
        history.row(ServiceHistory.SERVICE, new ServiceEvent.DeletionBegan(history.now));
        history.scaled("t1");
        history.scaled("t2");
        history.passes();
    }

    @Test
    void aProtectedTaskIsNotStoppedToScaleIn() {
        history.replica();
        history.healthy("t1", "t2", "t3");
        history.row(
                "Task|blue/t1", new TaskEvent.ProtectionSet(NOW.plusSeconds(9_000), history.now));
        history.later();
        findsLast(history.scaled("t1"), Invariant.I6, "row 14 protected it until");
    }

    @Test
    void aProtectedTaskThatIsUnhealthyIsReplaced() {
        history.replica();
        history.healthy("t1", "t2", "t3");
        history.row(
                "Task|blue/t1", new TaskEvent.ProtectionSet(NOW.plusSeconds(9_000), history.now));
        history.later();
        history.stop("t1", StopCode.SERVICE_SCHEDULER_INITIATED, ServiceHistory.UNHEALTHY);
        history.passes();
    }

    @Test
    void aTaskOfALostInstanceIsGivenUpBeforeItIsStopped() {
        history.replica();
        history.healthy("t1", "t2", "t3");
        history.row(
                ServiceHistory.SERVICE,
                new ServiceEvent.TasksWrittenOff(List.of("t1"), history.now));
        history.stop("t1", StopCode.SERVICE_SCHEDULER_INITIATED, ServiceHistory.LOST);
        history.passes();
        findsLast(
                history.stop("t2", StopCode.SERVICE_SCHEDULER_INITIATED, ServiceHistory.LOST),
                Invariant.I6,
                "had not given it up");
    }

    @Test
    void aServiceThatStartsWithASnapshotIsCheckedOnceItsLimitsAreKnown() {
        var decider = new ServiceDecider();
        Service state =
                decider.evolve(decider.initial(), created(2, settings(ServiceHistory.LIMITS)));
        var check = Registrations.journalCheck();
        check.restore(ServiceHistory.SERVICE, 1, state);
        history.journal.rowAfter(ServiceHistory.SERVICE, 2, begun(1));
        history.instances();
        for (var task : List.of("t1", "t2", "t3", "t4")) {
            history.launched(task);
        }
        assertThat(history.journal.checked(check).findings()).isEmpty();

        check = Registrations.journalCheck();
        check.restore(ServiceHistory.SERVICE, 1, state);
        history.later();
        history.launched("t5");
        assertThat(history.journal.checked(check).findings())
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.sentence()).contains("its number 5 at that"));
    }

    @Test
    void withAnUnreadableTaskTheMinimumIsNotChecked() {
        history.replica();
        history.healthy("t1", "t2");
        history.scaled("t1");
        history.journal.broken("Task|blue/t9");
        history.scaled("t2");
        assertThat(history.journal.checked().counts()).containsOnlyKeys(Invariant.HISTORY);
    }
}

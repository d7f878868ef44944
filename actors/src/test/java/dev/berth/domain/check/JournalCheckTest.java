package dev.berth.domain.check;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.check.Journal.INSTANCE;
import static dev.berth.domain.check.Journal.OTHER_INSTANCE;
import static dev.berth.domain.check.Journal.OTHER_TASK;
import static dev.berth.domain.check.Journal.TASK;
import static dev.berth.domain.instance.Instances.granted;
import static dev.berth.domain.instance.Instances.registered;
import static dev.berth.domain.instance.Instances.resources;
import static dev.berth.domain.task.Tasks.report;
import static dev.berth.domain.task.Tasks.running;
import static dev.berth.domain.task.Tasks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.cluster.ClusterEvent;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.instance.InstanceEvent.Released;
import dev.berth.domain.instance.InstanceEvent.Reserved;
import dev.berth.domain.instance.Instances;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.task.PostMortem;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.task.TaskEvent.Abandoned;
import dev.berth.domain.task.TaskEvent.Launched;
import dev.berth.domain.task.TaskEvent.Progressed;
import dev.berth.domain.task.TaskEvent.StopRequested;
import dev.berth.domain.task.TaskEvent.Stopped;
import dev.berth.domain.task.TaskReport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each invariant is broken once, by rows that no decider would make. */
class JournalCheckTest {

    private static final TaskReport OVER = report(LastStatus.STOPPED);

    private static Reserved reserved(Reservation... granted) {
        return new Reserved(List.of(granted), Set.of());
    }

    private static Launched launched(String task, String instance) {
        return new Launched(spec(task, instance), NOW);
    }

    private static Journal registeredInstance() {
        return new Journal().row(INSTANCE, registered("i1", resources(1000, 500, 22)));
    }

    /** Launched where it has a reservation. */
    private static Journal launchedTask() {
        return registeredInstance()
                .row(INSTANCE, reserved(granted("t1", 100, 50, 80)))
                .row(TASK, launched("t1", "i1"));
    }

    /** The last row, and no other, breaks this invariant. */
    private static void findsLast(Journal journal, Invariant invariant, String words) {
        var result = journal.checked();
        assertThat(result.findings())
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.ordering()).isEqualTo(journal.size());
                            assertThat(finding.invariant()).isEqualTo(invariant);
                            assertThat(finding.sentence()).contains(words);
                        });
        assertThat(result.counts()).isEqualTo(Map.of(invariant, 1L));
    }

    @Test
    void aTaskFromReservationToReleaseIsFine() {
        var result =
                launchedTask()
                        .row(
                                TASK,
                                new Progressed(
                                        report(LastStatus.RUNNING, running("main", 80)), NOW))
                        .row(TASK, new StopRequested(StopCode.USER_INITIATED, "enough", NOW))
                        .row(TASK, new Stopped(OVER, StopCode.USER_INITIATED, "enough", NOW))
                        .row(INSTANCE, new Released(Set.of("t1")))
                        .checked();
        assertThat(result.isClean()).as("%s", result.findings()).isTrue();
        assertThat(result.rows()).isEqualTo(7);
        assertThat(result.aggregates()).isEqualTo(Map.of("ContainerInstance", 1L, "Task", 1L));
    }

    @Test
    void aMissingRowIsFoundOnce() {
        findsLast(
                registeredInstance().rowAfter(INSTANCE, 2, new Released(Set.of("t1"))),
                Invariant.HISTORY,
                "rows are missing");
        var goesOn =
                registeredInstance()
                        .rowAfter(INSTANCE, 2, reserved(granted("t1", 9_000, 0)))
                        .row(INSTANCE, reserved(granted("t2", 9_000, 0)))
                        .checked();
        assertThat(goesOn.findings()).hasSize(1);
    }

    @Test
    void aRowThatStandsTooLateIsFound() {
        findsLast(
                launchedTask().rowAfter(INSTANCE, 0, new Released(Set.of())),
                Invariant.HISTORY,
                "stands before it");
    }

    @Test
    void aBeginningThatIsMissingIsFound() {
        findsLast(
                new Journal().rowAfter(TASK, 2, new Abandoned(NOW)),
                Invariant.HISTORY,
                "no snapshot stands before it");
    }

    @Test
    void aRowThatCannotBeReadIsFoundAndItsAggregateLeftAlone() {
        findsLast(registeredInstance().broken(INSTANCE), Invariant.HISTORY, "made of noise");
        var goesOn =
                registeredInstance()
                        .broken(INSTANCE)
                        .row(INSTANCE, reserved(granted("t1", 9_000, 0)))
                        .row(TASK, launched("t1", "i1"))
                        .checked();
        assertThat(goesOn.findings()).hasSize(1);
    }

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
                "tcp port 22 belongs to the host");
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
                "already had one");
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
                "given back while the task was not over");
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
                "holds no reservation");
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
                "after it was given up");
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
        findsLast(launchedTask().row(TASK, stopped, progressed), Invariant.I2, "it was over");
        findsLast(launchedTask().row(TASK, stopped, stopped), Invariant.I2, "it was over");
        var examined = new TaskEvent.Examined(PostMortem.EMPTY, NOW);
        findsLast(launchedTask().row(TASK, examined), Invariant.I2, "before it ended");
        assertThat(launchedTask().row(TASK, stopped, examined).checked().isClean()).isTrue();
    }

    @Test
    void anEndThatWasNotAskedForBeforeIsFound() {
        findsLast(
                launchedTask().row(TASK, new Stopped(OVER, StopCode.USER_INITIATED, "x", NOW)),
                Invariant.I5,
                "nobody's wish was recorded");
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
                "no agent has reported");
        findsLast(
                launchedTask().row(TASK, new Stopped(OVER, null, "x", NOW)),
                Invariant.I5,
                "no code says why");
    }

    @Test
    void twoIntentsOrAnEndWithoutARecordAreFound() {
        TaskEvent asked = new StopRequested(StopCode.USER_INITIATED, "this", NOW);
        findsLast(launchedTask().row(TASK, asked, asked), Invariant.I5, "asked to stop again");
        findsLast(
                launchedTask().row(TASK, new Progressed(OVER, NOW)), Invariant.I5, "no end of it");
    }

    @Test
    void aTokenNamesTasksOfItsOwn() {
        var check = new JournalCheck();
        var id = "0123456789abcdef0123456789abcdef";
        check.token("default", "one", List.of(id));
        check.token("other", "one", List.of(id));
        assertThat(check.result().isClean()).isTrue();
        check.token("default", "two", List.of(id, "T-1"));
        assertThat(check.result().findings())
                .extracting(Finding::sentence)
                .containsExactly(
                        "It names task %s, which another call was answered with.".formatted(id),
                        "It names 'T-1', which is no task id.");
    }

    @Test
    void anAggregateBeginsWithItsOldestSnapshot() {
        var check = new JournalCheck();
        check.restore(
                INSTANCE, 5, Instances.holding("i1", resources(1000, 500), granted("t1", 900, 0)));
        var result =
                new Journal()
                        .row(TASK, launched("t1", "i1"))
                        .rowAfter(INSTANCE, 4, reserved(granted("t9", 9_000, 0)))
                        .row(INSTANCE, new InstanceEvent.SequenceReserved(1_000))
                        .row(INSTANCE, reserved(granted("t2", 101, 0)))
                        .checked(check);
        assertThat(result.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.ordering()).isEqualTo(4));
    }

    @Test
    void aLastWordNeedsNothingBeforeIt() {
        var result =
                new Journal()
                        .rowAfter(INSTANCE, 77, new InstanceEvent.Deregistered(NOW))
                        .rowAfter("Cluster|default", 5, new ClusterEvent.Forgotten("default", NOW))
                        .row("Cluster|default", new ClusterEvent.Created("default", Map.of(), NOW))
                        .checked();
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void ofVeryManyFindingsTheFirstAreKeptAndAllAreCounted() {
        var journal = registeredInstance();
        for (var i = 0; i < 2 * Findings.SHOWN; i++) {
            journal.row(INSTANCE, reserved(granted("t" + i, 2_000, 0)));
        }
        var result = journal.checked();
        assertThat(result.findings()).hasSize(Findings.SHOWN);
        assertThat(result.counts()).isEqualTo(Map.of(Invariant.I3, 2L * Findings.SHOWN));
    }

    @Test
    void manyAggregatesAreToldApart() {
        var marks = new Marks();
        for (var i = 1; i <= 100_000; i++) {
            marks.put("Task|default/" + i, i, Marks.Mark.ABANDONED);
        }
        for (var i = 1; i <= 100_000; i++) {
            assertThat(marks.sequenceNumber("Task|default/" + i)).isEqualTo(i);
        }
        assertThat(marks.sequenceNumber("Task|default/0")).isZero();
        assertThat(marks.mark("Task|default/1")).isEqualTo(Marks.Mark.ABANDONED);
    }
}

package dev.berth.domain.check;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.check.Given.OVER;
import static dev.berth.domain.check.Given.findsLast;
import static dev.berth.domain.check.Given.launched;
import static dev.berth.domain.check.Given.launchedTask;
import static dev.berth.domain.check.Given.registeredInstance;
import static dev.berth.domain.check.Given.reserved;
import static dev.berth.domain.check.Journal.INSTANCE;
import static dev.berth.domain.check.Journal.TASK;
import static dev.berth.domain.instance.Instances.granted;
import static dev.berth.domain.instance.Instances.resources;
import static dev.berth.domain.task.Tasks.report;
import static dev.berth.domain.task.Tasks.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.entity.Registrations;
import dev.berth.domain.cluster.ClusterEvent;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.instance.InstanceEvent.Released;
import dev.berth.domain.instance.Instances;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskEvent.Abandoned;
import dev.berth.domain.task.TaskEvent.Progressed;
import dev.berth.domain.task.TaskEvent.StopRequested;
import dev.berth.domain.task.TaskEvent.Stopped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows that are missing, out of order or noise, and where a check begins. */
class JournalCheckTest {

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
                "precedes it");
    }

    @Test
    void aBeginningThatIsMissingIsFound() {
        findsLast(
                new Journal().rowAfter(TASK, 2, new Abandoned(NOW)),
                Invariant.HISTORY,
                "there is no snapshot before it");
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
    void aTokenNamesTasksOfItsOwn() {
        var check = Registrations.journalCheck();
        var id = "0123456789abcdef0123456789abcdef";
        check.token("default", "one", List.of(id));
        check.token("other", "one", List.of(id));
        assertThat(check.result().isClean()).isTrue();
        check.token("default", "two", List.of(id, "T-1"));
        assertThat(check.result().findings())
                .extracting(Finding::sentence)
                .containsExactly(
                        "It names task %s, which belongs to another call.".formatted(id),
                        "It names 'T-1', which is not a task id.");
    }

    @Test
    void anAggregateBeginsWithItsOldestSnapshot() {
        var check = Registrations.journalCheck();
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
        var positions = new Positions();
        for (var i = 1; i <= 100_000; i++) {
            positions.put("Task|default/" + i, i, Phase.ABANDONED);
        }
        for (var i = 1; i <= 100_000; i++) {
            assertThat(positions.sequenceNumber("Task|default/" + i)).isEqualTo(i);
        }
        assertThat(positions.sequenceNumber("Task|default/0")).isZero();
        assertThat(positions.phase("Task|default/1")).isEqualTo(Phase.ABANDONED);
    }
}

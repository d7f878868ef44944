package dev.berth.agent.task.state;

import static dev.berth.agent.task.Payloads.container;
import static dev.berth.agent.task.TaskHistory.BEFORE;
import static dev.berth.agent.task.TaskHistory.NOW;
import static dev.berth.agent.task.TaskHistory.PORTS;
import static dev.berth.agent.task.TaskHistory.WAIT;
import static dev.berth.agent.task.TaskHistory.imageReady;
import static dev.berth.agent.task.TaskHistory.seen;
import static dev.berth.agent.task.TaskHistory.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.agent.docker.ContainerInspection.Absent;
import dev.berth.agent.docker.ContainerInspection.Exited;
import dev.berth.agent.docker.PublishedPort;
import dev.berth.agent.task.Payloads;
import dev.berth.agent.task.TaskHistory;
import dev.berth.agent.task.plan.TaskAction;
import dev.berth.agent.task.plan.TaskAction.CleanUp;
import dev.berth.agent.task.plan.TaskAction.EnsureImage;
import dev.berth.agent.task.plan.TaskAction.GiveUp;
import dev.berth.agent.task.plan.TaskAction.Inspect;
import dev.berth.agent.task.plan.TaskAction.Launch;
import dev.berth.agent.task.plan.TaskAction.Report;
import dev.berth.agent.task.plan.TaskAction.Stop;
import dev.berth.agent.task.plan.TaskPlanner;
import dev.berth.agent.task.plan.TaskPlanner.Ongoing;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What is concluded from facts, and what is done next: given a task, when something happens, then.
 */
class TaskRulesTest {
    private final PayloadContainer main = container("main", "httpd").build();
    private final PayloadContainer side = container("side", "log").dispensable().build();

    private TaskHistory given = TaskHistory.given(main, side);

    @Test
    void everyImageIsThereBeforeAnythingIsStarted() {
        assertThat(given.plan()).containsExactly(new EnsureImage("main"), new EnsureImage("side"));
        given.when(imageReady("main"));
        assertThat(given.plan()).containsExactly(new EnsureImage("side"));
        given.when(imageReady("side"));
        assertThat(given.plan()).containsExactly(new Launch("main"), new Launch("side"));
    }

    @Test
    void nothingIsDoneForAContainerThatSomethingIsDoneFor() {
        assertThat(given.plan(Set.of("main", "side"), Set.of())).isEmpty();
        assertThat(given.plan(Set.of("main"), Set.of("main", "side")))
                .containsExactly(new Inspect("side"));
    }

    @Test
    void aTaskIsReportedRunningWhenItsContainersAre() {
        given.runs("main", "side");
        var report = given.reportPlanned();
        assertThat(report.status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(report.containers())
                .extracting(TaskStateReport.OfContainer::name, TaskStateReport.OfContainer::status)
                .containsExactly(
                        tuple("main", TaskStatus.RUNNING), tuple("side", TaskStatus.RUNNING));
        assertThat(report.containers().getFirst().bindings()).isEqualTo(PORTS);
        given.acknowledged();
        assertThat(given.plan()).isEmpty();
    }

    @Test
    void aContainerIsReportedAsItStartsWhileAnotherWaits() {
        given = TaskHistory.given(main, container("init", "once").dispensable().build());
        given.when(imageReady("main"), imageReady("init"), seen("init", given.running()));
        var report = given.reportPlanned();
        assertThat(report.status()).isEqualTo(TaskStatus.NONE);
        assertThat(report.containers())
                .extracting(TaskStateReport.OfContainer::name, TaskStateReport.OfContainer::status)
                .containsExactly(tuple("main", TaskStatus.NONE), tuple("init", TaskStatus.RUNNING));
        given.acknowledged();
        assertThat(given.plan()).doesNotHaveAnyElementsOfTypes(Report.class);
        given.when(seen("init", given.exited(0)));
        assertThat(given.reportPlanned().stopped()).containsExactly("init");
    }

    @Test
    void aContainerThatEndedIsReportedWhileItsTaskEnds() {
        given.runs("main", "side");
        given.acknowledged();
        given.when(stop(), seen("side", given.exited(143)));
        var report = given.reportPlanned();
        assertThat(report.status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(report.stopped()).containsExactly("side");
        assertThat(report.containers().getLast().exitCode()).isEqualTo(143);
        given.acknowledged();
        assertThat(given.work()).containsExactly(new Stop("main"));
    }

    @Test
    void oneReportIsOnItsWayAtATime() {
        given.runs("main", "side");
        var ongoing = new Ongoing(Set.of(), Set.of(), true, false);
        assertThat(new TaskPlanner(WAIT).plan(given.task, ongoing, NOW)).isEmpty();
    }

    @Test
    void theEndOfAnEssentialContainerStopsTheOthers() {
        given.runs("main", "side");
        given.acknowledged();
        given.when(seen("main", given.exited(3)));
        assertThat(given.task.stopCause()).isEqualTo("Essential container in task exited");
        assertThat(given.task.executionStoppedAt()).isEqualTo(NOW);
        assertThat(given.work()).containsExactly(new Stop("side"));

        given.when(seen("side", given.exited(137)));
        var report = given.reportPlanned();
        assertThat(report.status()).isEqualTo(TaskStatus.STOPPED);
        assertThat(report.executionStoppedAt()).isEqualTo(NOW);
        assertThat(report.containers())
                .extracting(TaskStateReport.OfContainer::exitCode)
                .containsExactly(3, 137);
    }

    @Test
    void theEndOfAnotherContainerIsReportedWhileTheTaskRuns() {
        given.runs("main", "side");
        given.acknowledged();
        given.when(seen("side", given.exited(0)));
        assertThat(given.task.isToStop()).isFalse();
        assertThat(given.reportPlanned().status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(given.reportPlanned().stopped()).containsExactly("side");
        given.acknowledged();
        assertThat(given.plan()).isEmpty();
    }

    @Test
    void aTaskThatEndedBeforeItCouldBeReportedIsReportedRunningFirst() {
        given = TaskHistory.given(main);
        given.when(imageReady("main"), seen("main", given.exited(0)));
        assertThat(given.reportPlanned().status()).isEqualTo(TaskStatus.RUNNING);
        given.acknowledged();
        assertThat(given.reportPlanned().status()).isEqualTo(TaskStatus.STOPPED);
        given.acknowledged();
        assertThat(given.plan()).containsExactly(new TaskAction.Examine());
    }

    @Test
    void aTaskWhoseEssentialContainerCannotStartWasNeverRunning() {
        given.when(
                imageReady("main"),
                imageReady("side"),
                seen("side", given.running()),
                new TaskFact.Failed("main", "CannotStartContainerError: no", NOW));
        assertThat(given.work()).containsExactly(new Stop("side"));
        given.when(seen("side", given.exited(0)));
        var report = given.reportPlanned();
        assertThat(report.status()).isEqualTo(TaskStatus.STOPPED);
        assertThat(report.containers().getFirst().reason())
                .isEqualTo("CannotStartContainerError: no");
        assertThat(report.containers().getFirst().exitCode()).isNull();
        assertThat(report.containers().getFirst().bindings()).isEmpty();
        assertThat(report.executionStoppedAt()).isNull();
    }

    @Test
    void aStopBeforeAnythingWasStartedStartsNothing() {
        given.when(imageReady("main"), stop());
        assertThat(given.plan()).containsExactly(new GiveUp("main"), new GiveUp("side"));
        given.when(new TaskFact.NotStarted("main", NOW), new TaskFact.NotStarted("side", NOW));
        assertThat(given.reportPlanned().status()).isEqualTo(TaskStatus.STOPPED);
        assertThat(given.task.stopCause()).isEqualTo("asked");
    }

    @Test
    void aStartThatIsUnderWayWhenTheStopComesIsSeenThroughAndStopped() {
        given = TaskHistory.given(main);
        given.when(imageReady("main"), stop());
        assertThat(given.plan(Set.of("main"), Set.of())).isEmpty();
        given.when(seen("main", given.running()));
        assertThat(given.work()).containsExactly(new Stop("main"));
        given.when(seen("main", given.exited(143)));
        assertThat(given.task.ranAt()).isNull();
        assertThat(given.reportPlanned().status()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void afterAStartWithoutAnAnswerDockerIsAskedBeforeAnythingElse() {
        given = TaskHistory.given(main);
        given.when(imageReady("main"));
        assertThat(given.plan(Set.of(), Set.of("main"))).containsExactly(new Inspect("main"));
        given.when(seen("main", new Absent()));
        assertThat(given.plan()).containsExactly(new Launch("main"));
        given.when(seen("main", given.created("")));
        assertThat(given.plan()).containsExactly(new Launch("main"));
        given.when(seen("main", given.created("driver failed: port is already allocated")));
        assertThat(given.plan()).containsExactly(new Launch("main"));
        given.when(seen("main", given.created("exec: no such file")));
        assertThat(given.reportPlanned().containers().getFirst().reason())
                .isEqualTo(
                        "CannotStartContainerError: Error response from daemon: exec: no such file");
    }

    @Test
    void aContainerThatVanishedHasStoppedWithoutAnExitCode() {
        given.runs("main", "side");
        given.when(seen("main", new Absent()));
        var gone = given.task.container("main");
        assertThat(gone.reason()).startsWith("ContainerVanishedError: ");
        assertThat(gone.exitCode()).isNull();
        assertThat(given.plan()).contains(new Stop("side"));
    }

    @Test
    void aContainerThatRanOutOfMemoryIsReportedAsSuch() {
        given.runs("main", "side");
        given.when(seen("main", new Exited("id-main", given.task.arn(), BEFORE, NOW, 137, true)));
        assertThat(given.task.container("main").reason()).startsWith("OutOfMemoryError: ");
        assertThat(given.task.container("main").exitCode()).isEqualTo(137);
    }

    @Test
    void aContainerThatCountsAsStoppedAndRunsAllTheSameIsStopped() {
        given = TaskHistory.given(main);
        given.when(
                imageReady("main"), new TaskFact.Failed("main", "DockerTimeoutError: late", NOW));
        given.acknowledged();
        given.when(seen("main", given.running()));
        assertThat(given.task.container("main").isStopped()).isTrue();
        assertThat(given.plan()).containsExactly(new Stop("main"));
        given.when(seen("main", given.exited(137)));
        assertThat(given.task.container("main").reason()).isEqualTo("DockerTimeoutError: late");
        assertThat(given.plan()).containsExactly(new TaskAction.Examine());
    }

    @Test
    void aTaskTheServerSpeaksOfAgainIsReportedAgain() {
        given.runs("main", "side");
        given.acknowledged();
        given.when(new TaskFact.AskedAgain(9, NOW));
        assertThat(given.reportPlanned().status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(given.task.seqNum()).isEqualTo(9);
    }

    @Test
    void otherPortsAreTakenOnlyUntilTheContainerRuns() {
        given = TaskHistory.given(main);
        var others = List.of(new PublishedPort(80, 40001, "tcp", true));
        given.when(imageReady("main"), new TaskFact.PortsChosen("main", others, NOW));
        assertThat(given.task.container("main").ports()).isEqualTo(others);
        given.when(seen("main", given.running()), new TaskFact.PortsChosen("main", PORTS, NOW));
        assertThat(given.task.container("main").ports()).isEqualTo(others);
    }

    @Test
    void aTaskThatIsOverIsCleanedUpWhenItsTimeHasCome() {
        given = TaskHistory.given(main);
        given.when(imageReady("main"), seen("main", given.exited(0)));
        given.acknowledged();
        given.acknowledged();
        given.when(new TaskFact.PostMortemTaken(NOW));
        var planner = new TaskPlanner(WAIT);
        var idle = new Ongoing(Set.of(), Set.of(), false, false);
        assertThat(planner.plan(given.task, idle, NOW.plus(WAIT).minusMillis(1))).isEmpty();
        assertThat(planner.plan(given.task, idle, NOW.plus(WAIT))).containsExactly(new CleanUp());
    }

    @Test
    void aTaskThatWasNotReportedStoppedIsNotCleanedUp() {
        given = TaskHistory.given(main);
        given.when(imageReady("main"), seen("main", given.exited(0)));
        var reporting = new Ongoing(Set.of(), Set.of(), true, true);
        assertThat(new TaskPlanner(WAIT).plan(given.task, reporting, NOW.plus(WAIT))).isEmpty();
    }

    @Test
    void aFactThatRepeatsWhatIsKnownChangesNothing() {
        given.runs("main", "side");
        var before = given.task;
        given.when(
                imageReady("main"),
                seen("main", given.running()),
                new TaskFact.NotStarted("main", NOW),
                new TaskFact.Failed("main", "late news", NOW));
        assertThat(given.task).isEqualTo(before);
    }

    @Test
    void aTaskToStopWithNothingKnownOfItIsStopped() {
        given =
                new TaskHistory(
                        TaskState.unknown(PayloadTask.stop(Payloads.newArn()), 1, List.of()));
        given.when(stop());
        assertThat(given.reportPlanned().status()).isEqualTo(TaskStatus.STOPPED);
        assertThat(given.reportPlanned().containers()).isEmpty();
    }
}

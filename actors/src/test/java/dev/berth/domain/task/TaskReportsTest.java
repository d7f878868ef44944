package dev.berth.domain.task;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.task.Tasks.exited;
import static dev.berth.domain.task.Tasks.neverRan;
import static dev.berth.domain.task.Tasks.report;
import static dev.berth.domain.task.Tasks.running;
import static dev.berth.domain.task.Tasks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.HostPort;
import dev.berth.domain.Scenario;
import dev.berth.domain.task.ContainerProgress.Binding;
import dev.berth.domain.task.ContainerProgress.Status;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.Task.StopIntent;
import dev.berth.domain.task.TaskCommand.Report;
import dev.berth.domain.task.TaskEvent.Launched;
import dev.berth.domain.task.TaskEvent.Progressed;
import dev.berth.domain.task.TaskEvent.StopRequested;
import dev.berth.domain.task.TaskEvent.Stopped;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an agent's reports make of a task, however late and however often they come. */
class TaskReportsTest {

    private static final String COULD_NOT_PULL = "CannotPullContainerError: no such image";

    private final Scenario<TaskCommand, TaskEvent, Task> scenario = Scenario.of(new TaskDecider());

    @BeforeEach
    void launched() {
        scenario.given(new Launched(spec("t1", "i1"), NOW.minusSeconds(60)));
    }

    @Test
    void aTaskRunsWhenItsAgentSaysSo() {
        var report = report(LastStatus.RUNNING, running("main", 32768), running("side"));
        scenario.when(new Report(report)).then(new Progressed(report, NOW));
        var task = scenario.state(Task.Active.class);
        assertThat(task.lastStatus()).isEqualTo(LastStatus.RUNNING);
        assertThat(task.progress().startedAt()).isEqualTo(NOW);
        assertThat(task.progress().containers().get("main").bindings())
                .containsExactly(new Binding("0.0.0.0", 80, HostPort.tcp(32768)));
        assertThat(task.progress().version()).isEqualTo(2);
    }

    @Test
    void aRepeatedReportChangesNothing() {
        var report = report(LastStatus.RUNNING, running("main", 32768), running("side"));
        scenario.given(new Progressed(report, NOW))
                .at(NOW.plusSeconds(5))
                .when(new Report(report))
                .thenNothing();
    }

    @Test
    void aLateReportMovesNothingBack() {
        var pending =
                new ContainerProgress("main", Status.PENDING, null, null, null, null, List.of());
        scenario.given(new Progressed(report(LastStatus.RUNNING, running("main", 1)), NOW))
                .when(new Report(report(LastStatus.PENDING, pending)))
                .thenNothing()
                .when(new Report(report(LastStatus.PENDING)))
                .thenNothing();
        assertThat(scenario.state(Task.Active.class).lastStatus()).isEqualTo(LastStatus.RUNNING);
    }

    @Test
    void anExitedContainerDoesNotRunAgainWhileItsTaskContinues() {
        scenario.given(new Progressed(report(LastStatus.RUNNING, running("main")), NOW))
                .when(new Report(report(LastStatus.RUNNING, exited("side", 0))))
                .when(new Report(report(LastStatus.RUNNING, running("side", 99))))
                .thenNothing();
        var side = scenario.state(Task.Active.class).progress().containers().get("side");
        assertThat(side.status()).isEqualTo(Status.STOPPED);
        assertThat(side.exitCode()).isZero();
    }

    @Test
    void whatWasKnownStaysWhereAReportIsSilent() {
        var silent = new ContainerProgress("main", Status.STOPPED, 3, null, null, null, List.of());
        scenario.given(new Progressed(report(LastStatus.RUNNING, running("main", 7)), NOW))
                .when(new Report(report(LastStatus.STOPPED, silent)));
        var main = scenario.state(Task.Stopped.class).progress().containers().get("main");
        assertThat(main.runtimeId()).isEqualTo("docker-main");
        assertThat(main.imageDigest()).isEqualTo("sha256:1");
        assertThat(main.exitCode()).isEqualTo(3);
        assertThat(main.bindings()).hasSize(1);
    }

    @Test
    void aReportThatOnlyBringsATimeIsKept() {
        var pulled = NOW.minusSeconds(3);
        var report = new TaskReport(LastStatus.PENDING, null, List.of(), pulled, null, null);
        scenario.when(new Report(report)).then(new Progressed(report, NOW));
        assertThat(scenario.state(Task.Active.class).progress().pullStartedAt()).isEqualTo(pulled);
        scenario.when(new Report(report)).thenNothing();
    }

    @Test
    void theFirstTimeThatWasReportedStands() {
        scenario.when(new Report(timed(NOW.minusSeconds(3))))
                .when(new Report(timed(NOW.minusSeconds(1))));
        var progress = scenario.state(Task.Active.class).progress();
        assertThat(progress.pullStartedAt()).isEqualTo(NOW.minusSeconds(3));
        assertThat(progress.pullStoppedAt()).isEqualTo(NOW.minusSeconds(3));
        assertThat(progress.executionStoppedAt()).isEqualTo(NOW.minusSeconds(3));
    }

    private static TaskReport timed(Instant at) {
        return new TaskReport(LastStatus.RUNNING, null, List.of(running("main")), at, at, at);
    }

    @Test
    void aStoppedTaskTakesNoMoreReports() {
        scenario.when(new Report(report(LastStatus.STOPPED, exited("main", 0))))
                .when(new Report(report(LastStatus.RUNNING, running("main"))))
                .thenNothing()
                .when(new Report(report(LastStatus.STOPPED, exited("main", 1))))
                .thenNothing();
        assertThat(
                        scenario.state(Task.Stopped.class)
                                .progress()
                                .containers()
                                .get("main")
                                .exitCode())
                .isZero();
    }

    @Test
    void aTaskThatAUserStoppedKeepsTheUsersReason() {
        var asked = NOW.minusSeconds(20);
        var report = report(LastStatus.STOPPED, "", exited("main", 137), exited("side", 137));
        scenario.given(
                        new Progressed(report(LastStatus.RUNNING, running("main")), NOW),
                        new StopRequested(StopCode.USER_INITIATED, "enough", asked))
                .when(new Report(report))
                .then(new Stopped(report, StopCode.USER_INITIATED, "enough", NOW));
        var task = scenario.state(Task.Stopped.class);
        assertThat(task.stop()).isEqualTo(new StopIntent(StopCode.USER_INITIATED, "enough", asked));
        assertThat(task.stoppedAt()).isEqualTo(NOW);
    }

    @Test
    void anEssentialContainerThatExitsEndsTheTask() {
        var report = report(LastStatus.STOPPED, "", exited("main", 3), exited("side", 137));
        scenario.given(new Progressed(report(LastStatus.RUNNING, running("main")), NOW))
                .when(new Report(report))
                .then(essentialExit(report));
    }

    @Test
    void aQuickJobThatExitsBeforeItWasReportedRunningIsNoFailure() {
        var report = report(LastStatus.STOPPED, exited("main", 0), exited("side", 0));
        scenario.when(new Report(report)).then(essentialExit(report));
        assertThat(scenario.state(Task.Stopped.class).progress().startedAt()).isNull();
    }

    private static Stopped essentialExit(TaskReport report) {
        return new Stopped(
                report,
                StopCode.ESSENTIAL_CONTAINER_EXITED,
                "Essential container in task exited",
                NOW);
    }

    @Test
    void anImageThatCannotBePulledIsAFailureToStartWithTheAgentsSentence() {
        var report =
                report(
                        LastStatus.STOPPED,
                        COULD_NOT_PULL,
                        neverRan("main", COULD_NOT_PULL),
                        neverRan("side", null));
        scenario.when(new Report(report)).then(failedToStart(report, COULD_NOT_PULL));
    }

    @Test
    void aContainerThatDockerRefusedIsAFailureToStartAlsoWhereAnotherRan() {
        var report =
                report(
                        LastStatus.STOPPED,
                        "CannotStartContainerError: no such file",
                        neverRan("side", "CannotStartContainerError: no such file"),
                        exited("main", 137));
        scenario.when(new Report(report))
                .then(failedToStart(report, "CannotStartContainerError: no such file"));
    }

    @Test
    void aTaskOfWhichNothingEverRanFailedToStartAlsoWithoutASentence() {
        var report = report(LastStatus.STOPPED, " ", neverRan("main", null));
        scenario.when(new Report(report)).then(failedToStart(report, "Task failed to start"));
    }

    private static Stopped failedToStart(TaskReport report, String reason) {
        return new Stopped(report, StopCode.TASK_FAILED_TO_START, reason, NOW);
    }

    @Test
    void aTaskThatHasRunDidNotFailToStart() {
        var report = report(LastStatus.STOPPED, "OutOfMemoryError: killed", oom());
        scenario.given(new Progressed(report(LastStatus.RUNNING, running("main")), NOW))
                .when(new Report(report))
                .then(essentialExit(report));
    }

    private static ContainerProgress oom() {
        return neverRan("main", "OutOfMemoryError: killed");
    }

    @Test
    void whatRanByAnEarlierReportCountsAsRunWhereTheLastOneIsSilent() {
        var report = report(LastStatus.STOPPED);
        scenario.when(new Report(report(LastStatus.PENDING, running("main"))))
                .when(new Report(report))
                .then(essentialExit(report));
    }
}

package dev.berth.domain.task;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.task.Tasks.exited;
import static dev.berth.domain.task.Tasks.report;
import static dev.berth.domain.task.Tasks.running;
import static dev.berth.domain.task.Tasks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.ErrorCode;
import dev.berth.domain.Scenario;
import dev.berth.domain.task.Task.DesiredStatus;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.Task.StopIntent;
import dev.berth.domain.task.TaskAnswer.GivenUp;
import dev.berth.domain.task.TaskAnswer.LaunchedOn;
import dev.berth.domain.task.TaskAnswer.NeverLaunched;
import dev.berth.domain.task.TaskCommand.Abandon;
import dev.berth.domain.task.TaskCommand.Launch;
import dev.berth.domain.task.TaskCommand.Orphan;
import dev.berth.domain.task.TaskCommand.Probe;
import dev.berth.domain.task.TaskCommand.Report;
import dev.berth.domain.task.TaskCommand.Stop;
import dev.berth.domain.task.TaskEvent.Abandoned;
import dev.berth.domain.task.TaskEvent.Launched;
import dev.berth.domain.task.TaskEvent.StopRequested;
import dev.berth.domain.task.TaskEvent.Stopped;
import org.junit.jupiter.api.Test;

/** Launching, giving up, stopping; what reports do is told by {@link TaskReportsTest}. */
class TaskDeciderTest {

    private static final Launched LAUNCHED = new Launched(spec("t1", "i1"), NOW.minusSeconds(60));

    private final Scenario<TaskCommand, TaskEvent, Task> scenario = Scenario.of(new TaskDecider());

    @Test
    void aTaskIsLaunchedOnce() {
        scenario.when(new Launch(spec("t1", "i1")))
                .then(new Launched(spec("t1", "i1"), NOW))
                .thenAnswers(new LaunchedOn("i1", false))
                .when(new Launch(spec("t1", "i2")))
                .thenNothing()
                .thenAnswers(new LaunchedOn("i1", false));
        var task = scenario.state(Task.Active.class);
        assertThat(task.desiredStatus()).isEqualTo(DesiredStatus.RUNNING);
        assertThat(task.lastStatus()).isEqualTo(LastStatus.PENDING);
        assertThat(task.progress().createdAt()).isEqualTo(NOW);
        assertThat(task.progress().version()).isEqualTo(1);
    }

    @Test
    void aTaskThatWasGivenUpIsNeverLaunched() {
        scenario.when(new Abandon())
                .then(new Abandoned(NOW))
                .thenAnswers(new GivenUp())
                .when(new Launch(spec("t1", "i1")))
                .thenNothing()
                .thenAnswers(new GivenUp())
                .when(new Abandon())
                .thenNothing()
                .thenAnswers(new GivenUp());
    }

    @Test
    void aLaunchedTaskIsNotAbandonedAndAnswersItsInstance() {
        scenario.given(LAUNCHED)
                .when(new Abandon())
                .thenNothing()
                .thenAnswers(new LaunchedOn("i1", false));
        scenario.given(Tasks.stopped())
                .when(new Abandon())
                .thenNothing()
                .thenAnswers(new LaunchedOn("i1", true))
                .when(new Launch(spec("t1", "i2")))
                .thenNothing()
                .thenAnswers(new LaunchedOn("i1", true));
    }

    @Test
    void aProbeTellsWhatTheTaskIsAndChangesNothing() {
        scenario.when(new Probe()).thenNothing().thenAnswers(new NeverLaunched());
        scenario.given(LAUNCHED)
                .when(new Probe())
                .thenNothing()
                .thenAnswers(new LaunchedOn("i1", false));
        scenario.given(Tasks.stopped())
                .when(new Probe())
                .thenNothing()
                .thenAnswers(new LaunchedOn("i1", true));
    }

    @Test
    void aProbeOfAnAbandonedTaskAnswersAbandoned() {
        scenario.given(new Abandoned(NOW)).when(new Probe()).thenAnswers(new GivenUp());
    }

    @Test
    void aStopIsAnIntentUntilTheAgentReportsTheEnd() {
        scenario.given(LAUNCHED)
                .when(new Stop(StopCode.USER_INITIATED, "enough"))
                .then(new StopRequested(StopCode.USER_INITIATED, "enough", NOW));
        var task = scenario.state(Task.Active.class);
        assertThat(task.desiredStatus()).isEqualTo(DesiredStatus.STOPPED);
        assertThat(task.lastStatus()).isEqualTo(LastStatus.PENDING);
        assertThat(task.progress().version()).isEqualTo(2);
    }

    @Test
    void theFirstReasonToStopStands() {
        scenario.given(LAUNCHED, new StopRequested(StopCode.USER_INITIATED, "enough", NOW))
                .when(new Stop(StopCode.USER_INITIATED, "really"))
                .thenNothing();
        scenario.given(Tasks.stopped())
                .when(new Stop(StopCode.USER_INITIATED, "late"))
                .thenNothing();
    }

    @Test
    void whatWasNeverLaunchedCannotBeStopped() {
        scenario.when(new Stop(StopCode.USER_INITIATED, "x"))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, "The referenced task was not found.");
        scenario.given(new Abandoned(NOW))
                .when(new Stop(StopCode.USER_INITIATED, "x"))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, "The referenced task was not found.");
    }

    @Test
    void aTaskWhoseInstanceWasTakenAwayIsOverWithoutAReport() {
        scenario.given(LAUNCHED)
                .when(new Orphan("gone"))
                .then(new Stopped(null, StopCode.TERMINATION_NOTICE, "gone", NOW));
        var task = scenario.state(Task.Stopped.class);
        assertThat(task.stop()).isEqualTo(new StopIntent(StopCode.TERMINATION_NOTICE, "gone", NOW));
        assertThat(task.stoppedAt()).isEqualTo(NOW);
        scenario.when(new Orphan("again")).thenNothing();
        scenario.when(new Report(report(LastStatus.RUNNING, running("main")))).thenNothing();
    }

    @Test
    void anOrphanThatWasToStopAnywayKeepsTheTimeOfThatDecision() {
        var asked = NOW.minusSeconds(30);
        scenario.given(LAUNCHED, new StopRequested(StopCode.USER_INITIATED, "enough", asked))
                .when(new Orphan("gone"));
        assertThat(scenario.state(Task.Stopped.class).stop().at()).isEqualTo(asked);
    }

    @Test
    void reportsAboutTasksThatNeverWereAreTakenAndForgotten() {
        var report = new Report(report(LastStatus.STOPPED, exited("main", 0)));
        scenario.when(report).thenNothing().when(new Orphan("gone")).thenNothing();
        scenario.given(new Abandoned(NOW))
                .when(report)
                .thenNothing()
                .when(new Orphan("gone"))
                .thenNothing();
    }
}

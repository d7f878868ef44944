package dev.berth.agent.task.state;

import static dev.berth.agent.task.Payloads.container;
import static dev.berth.agent.task.TaskHistory.BEFORE;
import static dev.berth.agent.task.TaskHistory.NOW;
import static dev.berth.agent.task.TaskHistory.seen;
import static dev.berth.agent.task.TaskHistory.stop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.docker.ContainerInspection.Exited;
import dev.berth.agent.docker.ContainerInspection.Running;
import dev.berth.agent.task.TaskHistory;
import dev.berth.agent.task.plan.TaskAction;
import dev.berth.agent.task.plan.TaskAction.Restart;
import org.junit.jupiter.api.Test;

/** When a container that has ended is started again; BEFORE is ten seconds before NOW. */
class RestartRuleTest {

    @Test
    void aContainerThatRanLongEnoughIsRestartedAndItsTaskContinues() {
        var given = running(10);
        given.when(seen("main", given.exited(1)));
        assertThat(given.plan()).containsExactly(new Restart("main"));
        assertThat(given.task.isToStop()).isFalse();

        // Looked at again before it has started.
        given.when(seen("main", given.exited(1)));
        given.when(seen("main", new Running("id", given.task.arn(), NOW)));
        assertThat(given.plan()).isEmpty();
        assertThat(given.task.container("main").vitals().restarts()).isEqualTo(1);

        var again = new Exited("id", given.task.arn(), NOW, NOW.plusSeconds(10), 1, false);
        given.when(seen("main", again));
        given.when(seen("main", new Running("id", given.task.arn(), NOW.plusSeconds(11))));
        assertThat(given.task.container("main").vitals().restarts()).isEqualTo(2);
    }

    @Test
    void aContainerThatEndsEarlierIsNot() {
        var given = running(11);
        given.when(seen("main", given.exited(1)));
        assertThat(given.task.container("main").isStopped()).isTrue();
        assertThat(given.task.stopCause()).isEqualTo(TaskEvolution.ESSENTIAL_EXIT);
    }

    @Test
    void withoutAPeriodItMustHaveRunForFiveMinutes() {
        var given = running(null);
        given.when(seen("main", given.exited(1)));
        assertThat(given.task.container("main").isStopped()).isTrue();

        var lasting = running(null);
        var exited = new Exited("id", lasting.task.arn(), NOW.minusSeconds(300), NOW, 1, false);
        lasting.when(seen("main", exited));
        assertThat(lasting.plan()).containsExactly(new Restart("main"));
    }

    @Test
    void anExitCodeThatThePolicyIgnoresIsTheEnd() {
        var given = running(10, 0, 3);
        given.when(seen("main", given.exited(3)));
        assertThat(given.task.container("main").exitCode()).isEqualTo(3);
        assertThat(given.task.isToStop()).isTrue();
    }

    @Test
    void aTaskThatIsToStopStartsNothingAgain() {
        var given = running(10);
        given.when(stop(), seen("main", given.exited(143)));
        assertThat(given.task.container("main").isStopped()).isTrue();

        var waiting = running(10);
        waiting.when(seen("main", waiting.exited(1)), stop());
        assertThat(waiting.plan()).containsExactly(new TaskAction.Stop("main"));
        waiting.when(seen("main", waiting.exited(1)));
        assertThat(waiting.task.container("main").exitCode()).isEqualTo(1);
    }

    @Test
    void whatCannotBeStartedAgainHasEnded() {
        var given = running(10);
        given.when(
                seen("main", given.exited(1)),
                new TaskFact.NotRestarted("main", "CannotStartContainerError: no", NOW));
        assertThat(given.task.container("main").reason())
                .isEqualTo("CannotStartContainerError: no");
        assertThat(given.task.isToStop()).isTrue();
    }

    @Test
    void healthIsRememberedWithTheMomentOfItsChange() {
        var given = running(10);
        given.when(seen("main", new Running("id", given.task.arn(), BEFORE, "healthy")));
        var since = NOW.plusSeconds(5);
        var later = new Running("id", given.task.arn(), BEFORE, "healthy");
        given.when(new TaskFact.Seen("main", later, since));
        assertThat(given.task.container("main").vitals())
                .isEqualTo(new Vitals(Vitals.Health.HEALTHY, NOW, 0, null));
        var sick = new Running("id", given.task.arn(), BEFORE, "unhealthy");
        given.when(new TaskFact.Seen("main", sick, since));
        assertThat(given.task.container("main").vitals().healthSince()).isEqualTo(since);
    }

    private static TaskHistory running(Integer period, Integer... ignoredExitCodes) {
        var given =
                TaskHistory.given(
                        container("main", "httpd").restarts(period, ignoredExitCodes).build());
        given.runs("main");
        given.acknowledged();
        return given;
    }
}

package dev.berth.agent.task.plan;

import static dev.berth.agent.task.Payloads.container;
import static dev.berth.agent.task.TaskHistory.BEFORE;
import static dev.berth.agent.task.TaskHistory.NOW;
import static dev.berth.agent.task.TaskHistory.WAIT;
import static dev.berth.agent.task.TaskHistory.imageReady;
import static dev.berth.agent.task.TaskHistory.seen;
import static dev.berth.agent.task.TaskHistory.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.agent.docker.ContainerInspection.Running;
import dev.berth.agent.task.Payloads;
import dev.berth.agent.task.TaskHistory;
import dev.berth.agent.task.plan.TaskAction.GiveUp;
import dev.berth.agent.task.plan.TaskAction.Launch;
import dev.berth.agent.task.plan.TaskAction.Refuse;
import dev.berth.agent.task.plan.TaskAction.Stop;
import dev.berth.agent.task.state.TaskFact;
import dev.berth.agent.task.state.TaskStatus;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order the containers of a task start and stop. */
class DependenciesTest {

    @Test
    void aContainerStartsWhenTheOneBeforeItHasStarted() {
        var given = mainAfter("START");
        assertThat(given.plan()).containsExactly(new Launch("first"));
        given.when(seen("first", given.running()));
        assertThat(given.plan()).contains(new Launch("main"));
    }

    @Test
    void aContainerStartsWhenTheOneBeforeItHasEndedHowever() {
        var given = mainAfter("COMPLETE");
        given.when(seen("first", given.running()));
        assertThat(given.plan()).doesNotContain(new Launch("main"));
        given.when(seen("first", given.exited(3)));
        assertThat(given.plan()).contains(new Launch("main"));
    }

    @Test
    void aContainerThatNeedsSuccessStartsAfterAZeroOnly() {
        var well = mainAfter("SUCCESS");
        well.when(seen("first", well.exited(0)));
        assertThat(well.plan()).contains(new Launch("main"));

        var badly = mainAfter("SUCCESS");
        badly.when(seen("first", badly.exited(3)));
        assertThat(badly.plan())
                .contains(
                        new Refuse(
                                "main",
                                "TaskDependencyError: container first ended before it reached"
                                        + " SUCCESS"));
    }

    @Test
    void aContainerThatNeedsHealthWaitsForIt() {
        var given = mainAfter("HEALTHY");
        given.when(seen("first", runs(given, "starting")));
        assertThat(given.plan()).doesNotContain(new Launch("main"));
        given.when(seen("first", runs(given, "unhealthy")));
        assertThat(given.plan()).doesNotContain(new Launch("main"));
        given.when(seen("first", runs(given, "healthy")));
        assertThat(given.plan()).contains(new Launch("main"));
    }

    @Test
    void aContainerThatCouldNotStartMeetsStartAndNoOtherCondition() {
        var start = mainAfter("START");
        start.when(new TaskFact.Failed("first", "CannotStartContainerError: no", NOW));
        assertThat(start.work()).containsExactly(new Launch("main"));
        assertThat(start.task.isToStop()).isFalse();
        for (var condition : List.of("COMPLETE", "SUCCESS", "HEALTHY")) {
            var given = mainAfter(condition);
            given.when(new TaskFact.Failed("first", "CannotStartContainerError: no", NOW));
            assertThat(given.plan()).anyMatch(Refuse.class::isInstance);
        }
    }

    /** Counted from the start of the container that is waited for, as its startTimeout says. */
    @Test
    void waitingEndsWithTheStartTimeoutOfTheOther() {
        var first = container("first", "init").dispensable().startTimeout(30).build();
        var main = container("main", "httpd").after("first", "COMPLETE").build();
        var given = TaskHistory.given(first, main);
        given.when(imageReady("first"), imageReady("main"), seen("first", given.running()));
        var planner = new TaskPlanner(WAIT);
        var end = BEFORE.plusSeconds(30);

        assertThat(planner.wakeAt(given.task, true, NOW)).isEqualTo(end);
        var nothing = new TaskPlanner.Ongoing(Set.of(), Set.of(), true, false);
        assertThat(planner.plan(given.task, nothing, end.minusMillis(1))).isEmpty();
        assertThat(planner.plan(given.task, nothing, end))
                .containsExactly(
                        new Refuse(
                                "main",
                                "TaskDependencyError: container first did not reach COMPLETE"
                                        + " within its startTimeout"));
    }

    @Test
    void linksAndVolumesOfAnotherContainerAreDependenciesToo() {
        var first = container("first", "db").build();
        var linked = container("main", "web").linkedTo("first:db").build();
        var mounting = container("side", "log").volumesFrom("first", true).build();
        var given = TaskHistory.given(first, linked, mounting);
        given.when(imageReady("first"), imageReady("main"), imageReady("side"));
        assertThat(given.plan()).containsExactly(new Launch("first"));
        given.when(seen("first", given.running()));
        assertThat(given.work()).containsExactly(new Launch("main"), new Launch("side"));
    }

    /** A data container whose program cannot be started still has its volumes. */
    @Test
    void volumesOfAContainerThatCouldNotStartAreMounted() {
        var data = container("data", "none").dispensable().build();
        var main = container("main", "web").volumesFrom("data", true).build();
        var given = TaskHistory.given(data, main);
        given.when(
                imageReady("data"),
                imageReady("main"),
                new TaskFact.Failed("data", "CannotStartContainerError: no", NOW));
        assertThat(given.work()).containsExactly(new Launch("main"));
        given.when(seen("main", given.running()));
        assertThat(given.reportPlanned().status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void whatDependsOnAContainerIsStoppedBeforeIt() {
        var given = mainAfter("START");
        given.runs("first", "main");
        given.when(stop());
        assertThat(given.plan()).contains(new Stop("main")).doesNotContain(new Stop("first"));
        given.when(seen("main", given.exited(143)));
        assertThat(given.plan()).contains(new Stop("first"));
    }

    @Test
    void whatStillWaitsIsGivenUpWithItsTask() {
        var given = mainAfter("COMPLETE");
        given.when(seen("first", given.running()), stop());
        assertThat(given.work()).containsExactly(new GiveUp("main"));
        given.when(new TaskFact.NotStarted("main", NOW));
        assertThat(given.work()).containsExactly(new Stop("first"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "main"})
    void aDependencyOnNothingOrOnItselfCannotBeTaken(String other) {
        var task = Payloads.task(container("main", "x").after(other, "START").build());
        assertThatThrownBy(() -> PayloadCheck.check(task)).isInstanceOf(InvalidTaskException.class);
    }

    @Test
    void dependenciesThatGoRoundCannotBeTaken() {
        var a = container("a", "x").after("b", "START");
        var b = container("b", "x").linkedTo("c");
        var c = container("c", "x").volumesFrom("a", false);
        assertThatThrownBy(() -> PayloadCheck.check(Payloads.task(a.build(), b.build(), c.build())))
                .isInstanceOf(InvalidTaskException.class)
                .hasMessageContaining("depend on each other");
        var d = container("c", "x");
        assertThatNoException()
                .isThrownBy(
                        () -> PayloadCheck.check(Payloads.task(a.build(), b.build(), d.build())));
    }

    private static TaskHistory mainAfter(String condition) {
        var given =
                TaskHistory.given(
                        container("first", "init").dispensable().build(),
                        container("main", "httpd").after("first", condition).build());
        given.when(imageReady("first"), imageReady("main"));
        return given;
    }

    private static Running runs(TaskHistory given, String health) {
        return new Running("id", given.task.arn(), BEFORE, health);
    }
}

package dev.berth.domain.task;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.task.Tasks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.ErrorCode;
import dev.berth.domain.Scenario;
import dev.berth.domain.task.PostMortem.HealthCheck;
import dev.berth.domain.task.PostMortem.Line;
import dev.berth.domain.task.PostMortem.OfContainer;
import dev.berth.domain.task.TaskCommand.KeepPostMortem;
import dev.berth.domain.task.TaskEvent.Examined;
import dev.berth.domain.task.TaskEvent.Launched;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of what containers tell when their task is over. */
class PostMortemTest {
    private static final PostMortem FOUND = new PostMortem(List.of(found("main", "last words")));

    private final Scenario<TaskCommand, TaskEvent, Task> scenario =
            Scenario.of(new TaskDecider()).given(new Launched(spec("t1", "i1"), NOW));

    @Test
    void itIsKeptOnceAndOfTheInstanceThatTheTaskWasOn() {
        scenario.given(Tasks.stopped())
                .when(new KeepPostMortem("i2", FOUND))
                .thenNothing()
                .when(new KeepPostMortem("i1", FOUND))
                .then(new Examined(FOUND, NOW))
                .when(new KeepPostMortem("i1", FOUND))
                .thenNothing();
        assertThat(scenario.state(Task.Stopped.class).examined()).isTrue();
    }

    @Test
    void ofATaskThatIsNotOverItIsRefusedSoThatItComesAgain() {
        scenario.when(new KeepPostMortem("i1", FOUND))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, "The task has not stopped.");
    }

    @Test
    void ofATaskThatNeverWasItIsTakenAndForgotten() {
        Scenario.of(new TaskDecider()).when(new KeepPostMortem("i1", FOUND)).thenNothing();
        Scenario.of(new TaskDecider())
                .given(new TaskEvent.Abandoned(NOW))
                .when(new KeepPostMortem("i1", FOUND))
                .thenNothing();
    }

    @Test
    void aPostMortemIsLimitedToTheContainersOfTheTaskAndInSize() {
        var long50 = Collections.nCopies(900, new Line("stdout", "x".repeat(90_000)));
        var checks =
                IntStream.range(0, 90)
                        .mapToObj(i -> new HealthCheck(NOW, NOW, i, "c".repeat(90_000)))
                        .toList();
        var flood = new OfContainer("main", true, "h".repeat(90_000), checks, long50, null);
        var kept =
                new PostMortem(List.of(found("other", "x"), flood, flood, found("side", "y")))
                        .within(spec("t1", "i1"));
        assertThat(kept.containers()).extracting(OfContainer::name).containsExactly("main", "side");
        assertThat(kept.containers().getLast()).isEqualTo(found("side", "y"));
        var main = kept.containers().getFirst();
        assertThat(main.healthChecks())
                .extracting(HealthCheck::exitCode)
                .containsExactly(85, 86, 87, 88, 89);
        assertThat(size(main)).isLessThanOrEqualTo(PostMortem.MAX_SIZE / 2 + 4096);
    }

    @Test
    void aTextIsNeverCutWithinACharacter() {
        var long1 = "x".repeat(PostMortem.MAX_TEXT - 1) + "🤷";
        var kept = new PostMortem(List.of(found("main", long1))).within(spec("t1", "i1"));

        assertThat(kept.containers().getFirst().lines().getFirst().text())
                .isEqualTo("x".repeat(PostMortem.MAX_TEXT - 1));
    }

    private static int size(OfContainer container) {
        return container.health().length()
                + container.healthChecks().stream().mapToInt(c -> c.output().length()).sum()
                + container.lines().stream().mapToInt(l -> l.text().length()).sum();
    }

    private static OfContainer found(String container, String line) {
        return new OfContainer(
                container, false, null, List.of(), List.of(new Line("stdout", line)), null);
    }
}

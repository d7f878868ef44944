package dev.berth.agent.task.plan;

import static dev.berth.agent.task.Payloads.container;
import static dev.berth.agent.task.TaskHistory.NOW;
import static dev.berth.agent.task.TaskHistory.WAIT;
import static dev.berth.agent.task.TaskHistory.imageReady;
import static dev.berth.agent.task.TaskHistory.seen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.task.TaskHistory;
import dev.berth.agent.task.plan.TaskAction.CleanUp;
import dev.berth.agent.task.plan.TaskPlanner.Ongoing;
import dev.berth.agent.task.postmortem.PostMortemLimits;
import dev.berth.agent.task.state.TaskFact;
import dev.berth.agent.task.state.TaskPostMortem;
import dev.berth.protocol.agent.BerthContainerDetails;
import dev.berth.protocol.agent.BerthHealthCheck;
import dev.berth.protocol.agent.BerthLogLine;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When containers are asked what they can tell, how much of that is kept, and how long. */
class PostMortemRulesTest {
    private static final BerthContainerDetails DETAILS =
            details(List.of(new BerthHealthCheck(1, 2, 1, "no")), List.of(line("out")));

    private final TaskHistory given = TaskHistory.given(container("main", "job").build());

    @Test
    void whatContainersTellIsKeptUntilTheServerHasIt() {
        given.when(imageReady("main"), seen("main", given.exited(3)));
        given.acknowledged();
        assertThat(given.plan()).contains(new TaskAction.Examine());
        var found = new TaskPostMortem(List.of(DETAILS), false);
        given.when(new TaskFact.Examined(found, NOW));
        assertThat(given.plan()).noneMatch(TaskAction.TellPostMortem.class::isInstance);
        given.acknowledged();
        assertThat(given.plan()).containsExactly(new TaskAction.TellPostMortem(found));

        given.when(new TaskFact.PostMortemTaken(NOW), new TaskFact.Examined(found, NOW));
        assertThat(given.task.postMortem()).isEqualTo(TaskPostMortem.TAKEN);
        assertThat(given.plan()).isEmpty();
    }

    @Test
    void aPostMortemThatIsNotAcceptedDelaysTheCleanUpByADay() {
        given.when(imageReady("main"), seen("main", given.exited(3)));
        given.acknowledged();
        given.acknowledged();
        var planner = new TaskPlanner(WAIT);
        var telling = new Ongoing(Set.of(), Set.of(), false, true);
        var due = NOW.plus(WAIT).plus(TaskPlanner.POST_MORTEM_KEPT);
        assertThat(planner.plan(given.task, telling, due.minusMillis(1))).isEmpty();
        assertThat(planner.plan(given.task, telling, due)).containsExactly(new CleanUp());
    }

    @Test
    void theLastLinesAndHealthChecksAreKeptEachCutToItsBound() {
        var checks =
                IntStream.range(0, 9)
                        .mapToObj(i -> new BerthHealthCheck(i, i, i, "é".repeat(3000)))
                        .toList();
        var lines = IntStream.range(0, 80).mapToObj(i -> line(i + "x".repeat(5000))).toList();
        var kept = PostMortemLimits.DEFAULT.within(List.of(details(checks, lines))).getFirst();
        assertThat(kept.healthChecks())
                .extracting(c -> c.exitCode())
                .containsExactly(4, 5, 6, 7, 8);
        assertThat(kept.healthChecks())
                .allSatisfy(
                        c ->
                                assertThat(c.output().getBytes())
                                        .hasSizeBetween(4000, 4096)
                                        .endsWith("…".getBytes()));
        assertThat(kept.lines()).hasSizeBetween(40, 50);
        assertThat(kept.lines().getLast().text()).startsWith("79x").endsWith("…");
        assertThat(bytes(kept)).isLessThanOrEqualTo(64 * 1024);
    }

    @Test
    void theContainersOfATaskShareItsBytesAndTheNewestIsKept() {
        var checks = Collections.nCopies(5, new BerthHealthCheck(1, 2, 1, "c".repeat(9000)));
        var lines = IntStream.range(0, 50).mapToObj(i -> line(i + "x".repeat(5000))).toList();
        var kept = PostMortemLimits.DEFAULT.within(Collections.nCopies(10, details(checks, lines)));
        assertThat(kept).hasSize(10);
        assertThat(kept)
                .allSatisfy(
                        container -> {
                            assertThat(container.lines().getLast().text()).startsWith("49x");
                            assertThat(bytes(container)).isLessThanOrEqualTo(64 * 1024 / 10);
                        });
    }

    private static BerthContainerDetails details(
            List<BerthHealthCheck> checks, List<BerthLogLine> lines) {
        return new BerthContainerDetails("main", false, "unhealthy", checks, lines, null);
    }

    private static BerthLogLine line(String text) {
        return new BerthLogLine("stdout", text);
    }

    private static int bytes(BerthContainerDetails container) {
        return container.healthChecks().stream().mapToInt(c -> c.output().getBytes().length).sum()
                + container.lines().stream().mapToInt(l -> l.text().getBytes().length).sum();
    }
}

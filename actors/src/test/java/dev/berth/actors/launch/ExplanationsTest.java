package dev.berth.actors.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.Given;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.placement.Batch;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.Plan;
import dev.berth.domain.placement.Unfit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;

/** How much is kept for whoever asks why; what is told is {@link SchedulersTest}'s. */
class ExplanationsTest {

    private static final Instant AT = Instant.parse("2026-02-03T04:05:06Z");
    private final ExecutorService planners = Executors.newCachedThreadPool();
    private final Explanations explanations =
            new Explanations(new DefaultPlacement(), planners, Explanations.Store.NONE);

    @AfterEach
    void stop() {
        planners.shutdownNow();
    }

    /** A pass with one task that fitted nowhere. */
    private void keep(String taskId, Instant at, long bytes) {
        var request = Given.tasks("default", 1, 10, 10);
        var task = new Pending(new Job(request, 1, null), request.draft(taskId), 1);
        var pass = new Pass(List.of(task), ClusterSnapshot.empty("default"), Overlay.NOTHING, at);
        var batch = new Batch("default", task.job().task(), List.of(task.ask()));
        var plan = new Plan(Map.of(), Map.of(taskId, List.<Unfit>of()), Map.of());
        explanations.keep(
                pass,
                new Lane.Result(
                        List.of(
                                new Pass.Placed(
                                        new Pass.Group(Placing.DEFAULT, batch), plan, List.of())),
                        new PassSnapshot(HashTreePMap.empty(), Map.of(), bytes)));
    }

    private boolean isKept(String taskId) {
        return explanations.ofTask(taskId).isPresent();
    }

    @Test
    void theOldestGoWhenThereAreTooManyBytes() {
        var third = Explanations.MOST_BYTES / 3;
        for (var i = 0; i < 4; i++) {
            keep("t" + i, AT, third);
        }
        assertThat(isKept("t0")).isFalse();
        assertThat(isKept("t3")).isTrue();
        assertThat(explanations.incomplete()).hasSizeLessThan(4);
    }

    @Test
    void theNewestStaysHoweverLargeItIs() {
        keep("small", AT, 1);
        keep("large", AT, 2 * Explanations.MOST_BYTES);
        assertThat(isKept("large")).isTrue();
        assertThat(isKept("small")).isFalse();
    }

    @Test
    void nothingIsKeptForLongerThanAnHour() {
        keep("t0", AT, 1);
        explanations.dropOld(AT.plus(Explanations.MAX_AGE));
        assertThat(isKept("t0")).isTrue();

        explanations.dropOld(AT.plus(Explanations.MAX_AGE).plusMillis(1));

        assertThat(isKept("t0")).isFalse();
        assertThat(explanations.incomplete()).isEmpty();
    }

    @Test
    void whatIsOldGoesWithTheNextPassToo() {
        keep("t0", AT, 1);
        keep("t1", AT.plus(Explanations.MAX_AGE).plus(Duration.ofSeconds(1)), 1);
        assertThat(isKept("t0")).isFalse();
        assertThat(isKept("t1")).isTrue();
    }
}

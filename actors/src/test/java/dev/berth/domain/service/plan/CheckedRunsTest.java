package dev.berth.domain.service.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.check.Finding;
import dev.berth.domain.check.Invariant;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.service.ServiceEvent.Created;
import dev.berth.domain.service.ServiceEvent.DesiredCountSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The offline check of the journals that generated runs of a service leave. */
class CheckedRunsTest {

    private static final long SEED = Long.getLong("berth.test.seed", 20_260_203L);
    private static final int RUNS = Integer.getInteger("berth.test.runs", 300);
    private static final int WRONG_RUNS = 200;

    @Test
    void theJournalOfEveryRunPasses() {
        for (var seed = SEED; seed < SEED + RUNS; seed++) {
            assertThat(findings(seed, UnaryOperator.identity())).as("with seed %d", seed).isEmpty();
        }
    }

    @Test
    void runsThatExceedTheirMaximumAreFound() {
        assertThat(findings(event -> desired(event, 0, 0)))
                .allMatch(finding -> finding.invariant() == Invariant.I6)
                .anyMatch(finding -> finding.sentence().contains("its maximum was 0"));
    }

    @Test
    void runsThatGoBelowTheirMinimumAreFound() {
        assertThat(findings(event -> desired(event, 4, 1)))
                .allMatch(finding -> finding.invariant() == Invariant.I6)
                .anyMatch(finding -> finding.sentence().contains("RUNNING tasks remained"));
    }

    /** The event with a desired count that is changed by a factor and a number. */
    private static ServiceEvent desired(ServiceEvent event, int factor, int more) {
        return switch (event) {
            case Created(
                            var identity,
                            var settings,
                            var count,
                            var deployment,
                            var serviceDeployment,
                            var revision) ->
                    new Created(
                            identity,
                            settings,
                            factor * count + more,
                            deployment,
                            serviceDeployment,
                            revision);
            case DesiredCountSet(var count, var at) ->
                    new DesiredCountSet(factor * count + more, at);
            default -> event;
        };
    }

    private static List<Finding> findings(UnaryOperator<ServiceEvent> change) {
        var found = new ArrayList<Finding>();
        for (var seed = SEED; seed < SEED + WRONG_RUNS; seed++) {
            found.addAll(findings(seed, change));
        }
        return found;
    }

    private static List<Finding> findings(long seed, UnaryOperator<ServiceEvent> change) {
        var chaos = new Chaos(seed);
        var recorder = new JournalRecorder(chaos.world, change);
        chaos.world.recorder = recorder::record;
        chaos.run();
        recorder.record();
        return recorder.result().findings();
    }
}

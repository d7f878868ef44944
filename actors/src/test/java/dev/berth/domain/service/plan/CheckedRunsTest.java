package dev.berth.domain.service.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.check.Finding;
import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.DeploymentConfiguration.CircuitBreaker;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.service.ServiceEvent.Created;
import dev.berth.domain.service.ServiceSettings;
import dev.berth.domain.service.Services;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The offline check of the journals that generated runs of a service leave. */
class CheckedRunsTest {

    private static final long SEED = Long.getLong("berth.test.seed", 20_260_203L);
    private static final int RUNS = Integer.getInteger("berth.test.runs", 300);

    @Test
    void theJournalOfEveryRunPasses() {
        for (var seed = SEED; seed < SEED + RUNS; seed++) {
            assertThat(findings(seed)).as("with seed %d", seed).isEmpty();
        }
    }

    @Test
    void aRolloutAboveTheMaximumIsFound() {
        var limits = new DeploymentConfiguration(100, 200, CircuitBreaker.DISABLED);
        assertThat(rolledOut(limits, limits)).isEmpty();
        assertThat(rolledOut(limits, new DeploymentConfiguration(50, 150, CircuitBreaker.DISABLED)))
                .isNotEmpty()
                .allMatch(finding -> finding.sentence().contains("its maximum was 6"));
    }

    @Test
    void aRolloutBelowTheMinimumIsFound() {
        var limits = new DeploymentConfiguration(50, 100, CircuitBreaker.DISABLED);
        assertThat(rolledOut(limits, limits)).isEmpty();
        assertThat(rolledOut(limits, new DeploymentConfiguration(75, 100, CircuitBreaker.DISABLED)))
                .isNotEmpty()
                .allMatch(finding -> finding.sentence().contains("its minimum was 3"));
    }

    /** The findings for a rollout within the first limits, if the journal shows the others. */
    private static List<Finding> rolledOut(
            DeploymentConfiguration limits, DeploymentConfiguration shown) {
        var world = new ServiceWorld(ServicePolicy.DEFAULT);
        world.hosts(3);
        var recorder = new JournalRecorder(world, event -> showing(event, shown));
        world.recorder = recorder::record;
        world.tell(
                new ServiceCommand.Create(
                        Services.identity(SchedulingStrategy.REPLICA),
                        Services.settings(limits),
                        4,
                        Services.start(1),
                        Map.of()));
        world.goWell();
        world.tell(
                new ServiceCommand.Update(
                        null, ServiceSettings.Change.NONE, Services.start(2), null));
        world.goWell();
        return recorder.result().findings();
    }

    private static ServiceEvent showing(ServiceEvent event, DeploymentConfiguration shown) {
        return event
                        instanceof
                        Created(
                                var identity,
                                _,
                                var count,
                                var deployment,
                                var serviceDeployment,
                                var revision)
                ? new Created(
                        identity,
                        Services.settings(shown),
                        count,
                        deployment,
                        serviceDeployment,
                        revision)
                : event;
    }

    private static List<Finding> findings(long seed) {
        var chaos = new Chaos(seed);
        var recorder = new JournalRecorder(chaos.world, UnaryOperator.identity());
        chaos.world.recorder = recorder::record;
        chaos.run();
        recorder.record();
        return recorder.result().findings();
    }
}

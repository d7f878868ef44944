package dev.berth.domain.service.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.service.Deployment.RolloutState;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceSettings;
import dev.berth.domain.service.ServiceTexts;
import dev.berth.domain.service.Services;
import java.util.EnumMap;
import org.junit.jupiter.api.Test;

/**
 * Runs of a service on a cluster where everything that can happen to its tasks and instances
 * happens. More runs: {@code -Dberth.test.runs}; other runs: {@code -Dberth.test.seed}.
 */
class ServicePropertiesTest {

    private static final long SEED = Long.getLong("berth.test.seed", 20_260_203L);
    private static final int RUNS = Integer.getInteger("berth.test.runs", 1_000);

    @Test
    void boundsHoldAndItComesToRestWhateverHappens() {
        var seen = new EnumMap<Chaos.Outcome, Integer>(Chaos.Outcome.class);
        for (var i = 0; i < RUNS; i++) {
            var chaos = new Chaos(SEED + i);
            try {
                chaos.run();
                rest(chaos.world);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("With seed " + (SEED + i) + " " + chaos, e);
            }
            chaos.invariants.outcomes.forEach(outcome -> seen.merge(outcome, 1, Integer::sum));
        }
        assertThat(seen).as("what happened in the runs").containsKeys(Chaos.Outcome.values());
    }

    /** When nothing fails any more, a good revision completes and the desired count is reached. */
    private static void rest(ServiceWorld world) {
        world.tell(
                new ServiceCommand.Update(
                        null, ServiceSettings.Change.NONE, Services.start(1_000_000), null));
        world.goWell();
        var service = world.details();
        assertThat(world.service).isInstanceOf(Service.Active.class);
        var explained = ServiceExplanation.of(world.snapshot(), world.now);
        assertThat(service.primary().rollout())
                .as("%s", explained)
                .isEqualTo(RolloutState.COMPLETED);
        assertThat(service.rollouts().deployments()).hasSize(1);
        assertThat(world.live()).hasSize(Invariants.desired(world));
        assertThat(world.live())
                .allMatch(task -> task.deploymentId.equals(Services.deploymentId(1_000_000)));
        assertThat(service.log().stands(ServiceTexts.steady("web"))).as("%s", explained).isTrue();
        assertThat(explained.steady()).as("%s", explained).isTrue();
    }
}

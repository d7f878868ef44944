package dev.berth.actors.service;

import static dev.berth.actors.service.ServiceBench.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.plan.ServicePolicy;
import dev.berth.domain.service.plan.ServicePolicy.Rebalancing;
import dev.berth.domain.service.plan.ServicePolicy.Rebalancing.Mode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service of four tasks on one instance, and a second instance that joins. */
class RebalancingServiceTest {

    private static ServicePolicy policy(Mode mode) {
        var atOnce = ServiceBench.AT_ONCE;
        return new ServicePolicy(
                atOnce.replaceLostAfter(),
                atOnce.keep(),
                atOnce.settle(),
                atOnce.proof(),
                new Rebalancing(mode, 60),
                null);
    }

    private static long runningOn(ClusterSnapshot cluster, String instance) {
        return running(cluster, "web").stream()
                .filter(task -> task.spec().instanceId().equals(instance))
                .count();
    }

    @Test
    void halfOfTheTasksMoveToIt(@TempDir Path folder) throws Exception {
        try (var bench = new ServiceBench(folder, policy(Mode.ON))) {
            bench.instance("i1", 1_000);
            bench.create("web", 4, DeploymentConfiguration.REPLICA);
            bench.steady("web", 4);
            bench.instance("i2", 1_000);
            bench.shown(
                    "two tasks have moved",
                    s ->
                            runningOn(s, "i1") == 2
                                    && runningOn(s, "i2") == 2
                                    && s.activeTasksOn("i1").count() == 2);
        }
    }

    @Test
    void aDryRunNamesTheMovesToAnInstanceWithRoomOnly(@TempDir Path folder) throws Exception {
        try (var bench = new ServiceBench(folder, policy(Mode.DRY_RUN))) {
            bench.instance("i1", 1_000);
            bench.create("web", 4, DeploymentConfiguration.REPLICA);
            bench.steady("web", 4);
            bench.instance("full", 99);
            bench.instance("i2", 1_000);
            var explained =
                    bench.plane().services().explain(ServiceBench.CLUSTER, "web").orElseThrow();
            assertThat(explained.moves())
                    .hasSize(4)
                    .allMatch(move -> move.instanceId().equals("i2"));
        }
    }
}

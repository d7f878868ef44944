package dev.berth.actors.service;

import static dev.berth.actors.service.ServiceBench.AT_ONCE;
import static dev.berth.actors.service.ServiceBench.CLUSTER;
import static dev.berth.actors.service.ServiceBench.details;
import static dev.berth.actors.service.ServiceBench.running;
import static dev.berth.actors.service.ServiceBench.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.plan.Wait;
import dev.berth.plugin.placement.Fit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DAEMON services whose placement constraint is a plugin. */
class ServiceConstraintsTest {

    private static final String UNCHECKED =
            "(service odd) is unable to check its placement constraints. It uses the results of"
                    + " the last check. The placement constraint odd cannot be checked.";

    @TempDir Path folder;

    @Test
    void aDaemonRunsOnTheInstancesThatSatisfyItsConstraint() throws Exception {
        var points = new ConstrainedPlacement(Duration.ofSeconds(30));
        points.rule(
                (_, instance) -> instance.id().equals("i2") ? Fit.unfit("Odd.", "odd") : Fit.FITS);
        try (var bench = bench(points)) {
            bench.createDaemon("odd", ConstrainedPlacement.CONSTRAINT);

            bench.steady("odd", 1);
            bench.instance("i3", 10_000);

            var after = bench.steady("odd", 2);
            assertThat(running(after, "odd"))
                    .extracting(task -> task.spec().instanceId())
                    .containsExactlyInAnyOrder("i1", "i3");
            assertThat(bench.plane().services().desiredTasks(CLUSTER, "odd")).isEqualTo(2);
        }
    }

    @Test
    void aConstraintThatHangsDelaysNoOtherService() throws Exception {
        var called = new CountDownLatch(1);
        var points = new ConstrainedPlacement(Duration.ofHours(1));
        points.rule(ConstrainedPlacement.hanging(called));
        try (var bench = bench(points)) {
            bench.createDaemon("odd", ConstrainedPlacement.CONSTRAINT);
            assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();

            bench.createDaemon("logs");
            bench.create("web", 3, DeploymentConfiguration.REPLICA);

            bench.steady("logs", 2);
            bench.steady("web", 3);
            assertThat(wanted(bench.snapshot(), "odd")).isEmpty();
            assertThat(bench.plane().services().explain(CLUSTER, "odd")).isPresent();
        }
    }

    @Test
    void aConstraintThatHangsIsReportedAndMovesNoTask() throws Exception {
        var points = new ConstrainedPlacement(Duration.ofMillis(100));
        try (var bench = bench(points)) {
            bench.createDaemon("odd", ConstrainedPlacement.CONSTRAINT);
            bench.steady("odd", 2);
            points.rule(ConstrainedPlacement.hanging(new CountDownLatch(1)));

            bench.instance("i3", 10_000);

            var reported =
                    bench.shown(
                            "it is reported",
                            s -> details(s, "odd").log().texts().contains(UNCHECKED));
            assertThat(wanted(reported, "odd")).hasSize(2);
            assertThat(bench.plane().services().explain(CLUSTER, "odd").orElseThrow().waits())
                    .extracting(Wait::kind)
                    .isEqualTo(List.of(Wait.Kind.CONSTRAINTS));

            points.rule((_, _) -> Fit.FITS);
            bench.instance("i4", 10_000);

            var after = bench.steady("odd", 4);
            assertThat(details(after, "odd").log().stands(UNCHECKED)).isFalse();
        }
    }

    private ServiceBench bench(ConstrainedPlacement points) throws Exception {
        var bench = new ServiceBench(folder, AT_ONCE, points);
        bench.instance("i1", 10_000);
        bench.instance("i2", 10_000);
        return bench;
    }
}

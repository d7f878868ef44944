package dev.berth.actors.service;

import static dev.berth.actors.service.ServiceBench.CLUSTER;
import static dev.berth.actors.service.ServiceBench.details;
import static dev.berth.actors.service.ServiceBench.launched;
import static dev.berth.actors.service.ServiceBench.running;
import static dev.berth.actors.service.ServiceBench.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.plan.ServicePolicy.Keep;
import dev.berth.domain.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service does about tasks whose agent is not connected. */
class LostAgentsTest {

    private static final Duration SOON = Duration.ofMillis(100);

    @TempDir Path folder;

    /** A service of one task, whose instance is lost; the other instance has room. */
    private ServiceBench lost(Duration replaceAfter, Keep keep) throws Exception {
        var bench = new ServiceBench(folder, ServiceBench.replacing(replaceAfter, keep));
        bench.instance("i1", 1_000);
        bench.create("web", 1, DeploymentConfiguration.REPLICA);
        bench.steady("web", 1);
        bench.instance("i2", 1_000);
        bench.agents().silence("i1");
        bench.disconnect("i1");
        return bench;
    }

    private static List<String> instances(List<Task.Active> tasks) {
        return tasks.stream().map(task -> task.spec().instanceId()).toList();
    }

    @Test
    void aLostTaskIsReplacedAndStoppedWhenItsAgentIsBack() throws Exception {
        try (var bench = lost(SOON, Keep.REPLACEMENT)) {
            bench.shown(
                    "only the replacement is to run",
                    s -> instances(wanted(s, "web")).equals(List.of("i2")));

            bench.agents().speak("i1");
            bench.reconnect("i1");

            bench.shown("i1 is empty", s -> s.activeTasksOn("i1").findAny().isEmpty());
            var after = bench.steady("web", 1);
            assertThat(instances(running(after, "web"))).containsExactly("i2");
            assertThat(launched(after, "web")).isEqualTo(2);
        }
    }

    @Test
    void theOriginalStaysWhereTheClusterSaysSo() throws Exception {
        try (var bench = lost(SOON, Keep.ORIGINAL)) {
            bench.shown("both are to run", s -> wanted(s, "web").size() == 2);

            bench.agents().speak("i1");
            bench.reconnect("i1");

            bench.shown(
                    "the original is left", s -> instances(wanted(s, "web")).equals(List.of("i1")));
            assertThat(launched(bench.snapshot(), "web")).isEqualTo(2);
        }
    }

    @Test
    void aClusterThatWaitsStartsNothingAndSaysSo() throws Exception {
        try (var bench = lost(null, Keep.REPLACEMENT)) {
            var waiting =
                    bench.shown(
                            "it is told",
                            s ->
                                    details(s, "web").log().texts().stream()
                                            .anyMatch(
                                                    t -> t.contains("An agent is not connected")));
            assertThat(launched(waiting, "web")).isEqualTo(1);
            assertThat(bench.plane().services().explain(CLUSTER, "web").orElseThrow().steady())
                    .isFalse();

            bench.reconnect("i1");

            var after = bench.steady("web", 1);
            assertThat(launched(after, "web")).isEqualTo(1);
        }
    }
}

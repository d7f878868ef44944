package dev.berth.integration.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.FakeAgents;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.Task;

/** Many instances without a Docker host among them, for what only numbers show. */
@OnEmbeddedDatabase
class FakeAgentsIT {
    private static final int INSTANCES = 20;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Lab lab;
    private BerthServer server;
    private Ecs ecs;

    FakeAgentsIT(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void start() {
        server = lab.server("fleet").start();
        ecs = new Ecs(server, Installation.CLUSTER);
        ecs.client().createCluster(r -> r.clusterName(Installation.CLUSTER));
    }

    @AfterEach
    void stop() {
        ecs.close();
        server.close();
    }

    @Test
    void theirTasksRunEndAndOutliveTheServer() {
        try (var agents = fleet(0)) {
            assertThat(zones()).containsExactlyInAnyOrder("us-east-1a", "us-east-1b", "us-east-1c");
            var definition =
                    ecs.register(
                            "fake",
                            Containers.idle("main").portMappings(Containers.tcp(80, 0)),
                            Containers.idle("side").essential(false));
            var tasks = ecs.run(definition, r -> r.count(10)).stream().toList();
            var running = tasks.stream().map(ecs::awaitRunning).toList();
            assertThat(running).allSatisfy(FakeAgentsIT::isBound);
            assertThat(running.stream().map(Task::containerInstanceArn)).doesNotHaveDuplicates();

            ecs.stop(tasks.getFirst(), "enough");
            var stopped = ecs.awaitStopped(tasks.getFirst());
            assertThat(Ecs.container(stopped, "main").exitCode()).isEqualTo(128 + 15);

            server.kill();
            Await.until("the fleet to notice", SOON, () -> agents.connected() == 0);
            server.start();
            agents.awaitConnected();
            ecs.awaitConnected(INSTANCES);
            var others = tasks.subList(1, tasks.size()).stream().map(Task::taskArn).toList();
            assertThat(ecs.describe(others))
                    .allSatisfy(task -> assertThat(task.lastStatus()).isEqualTo("RUNNING"));
            ecs.stopEverything();

            var figures = agents.figures();
            assertThat(figures.path("reports").asInt()).isEqualTo(2 * tasks.size());
            Await.until(
                    "the fleet to hold nothing",
                    SOON,
                    () -> agents.figures().path("tasks").asInt() == 0);
        }
    }

    @Test
    void aShareOfTheirTasksEndsByItself() {
        try (var _ = fleet(1)) {
            var definition = ecs.register("brief", Containers.idle("main"));
            var tasks = ecs.run(definition, r -> r.count(10));
            for (var task : tasks) {
                var over = ecs.awaitStopped(task);
                assertThat(over.stopCodeAsString()).isEqualTo("EssentialContainerExited");
                assertThat(Ecs.container(over, "main").exitCode()).isEqualTo(3);
            }
        }
    }

    private FakeAgents fleet(double ending) {
        return FakeAgents.start(
                lab.bench(),
                server,
                Installation.CLUSTER,
                INSTANCES,
                fleet -> fleet.telemetry(true).ending(ending, Duration.ofMillis(100), 3));
    }

    private static void isBound(Task task) {
        assertThat(Ecs.container(task, "main").networkBindings())
                .extracting(NetworkBinding::containerPort)
                .isEqualTo(List.of(80));
    }

    private Set<String> zones() {
        return ecs.instances().stream()
                .flatMap(instance -> instance.attributes().stream())
                .filter(attribute -> attribute.name().equals("ecs.availability-zone"))
                .map(Attribute::value)
                .collect(Collectors.toSet());
    }
}

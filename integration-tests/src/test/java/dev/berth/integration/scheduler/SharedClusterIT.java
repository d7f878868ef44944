package dev.berth.integration.scheduler;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many schedulers take from one pool that is too small for them, while the server is killed under
 * their hands. What was granted is proved over the journal.
 */
@OnEmbeddedDatabase
class SharedClusterIT {
    private static final int INSTANCES = 8;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Lab lab;
    private BerthServer server;
    private Ecs ecs;

    SharedClusterIT(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void start() {
        server = lab.server("schedulers").start();
        ecs = new Ecs(server, Installation.CLUSTER);
        ecs.client().createCluster(r -> r.clusterName(Installation.CLUSTER));
    }

    @AfterEach
    void stop() {
        ecs.close();
        server.close();
    }

    @Test
    void severalSchedulersShareOneClusterWhileTheServerIsKilled() throws Exception {
        try (var _ =
                        FakeAgents.start(
                                lab.bench(),
                                server,
                                Installation.CLUSTER,
                                INSTANCES,
                                fleet -> fleet.resources(2048, 2048));
                var callers = new Callers(ecs, definition(), definitionWithPort())) {
            callers.start();
            for (var third : new int[] {1, 2}) {
                callers.awaitAnswers(third * Callers.ANSWERS / 3);
                server.kill();
                server.start();
            }
            callers.finish();

            callers.assertAnswered();
            callers.assertEachTaskExistsOnce();
            assertThat(callers.placed()).as("tasks that found room").isPositive();
            assertThat(callers.refusals()).as("reasons where there was none").isNotEmpty();
            assertThat(callers.outside()).as("tasks placed from outside").isNotEmpty();
            Await.holds(
                    "every task to come to rest",
                    SOON,
                    () ->
                            assertThat(ecs.describe(callers.everything()))
                                    .allSatisfy(
                                            task ->
                                                    assertThat(task.lastStatus())
                                                            .isEqualTo(task.desiredStatus())));
        }
        server.kill();
        server.checkJournal();
    }

    private String definition() {
        return ecs.register(
                "shared",
                Containers.idle("main").cpu(256).memory(256).portMappings(Containers.tcp(80, 0)));
    }

    /** One for each instance. */
    private String definitionWithPort() {
        return ecs.register(
                "port",
                Containers.idle("main").cpu(64).memory(64).portMappings(Containers.tcp(80, 8080)));
    }
}

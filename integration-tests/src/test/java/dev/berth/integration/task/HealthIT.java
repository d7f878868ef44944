package dev.berth.integration.task;

import static dev.berth.integration.installation.Ecs.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.HealthStatus;

/** The health that Docker finds, as DescribeTasks shows it. */
@OnEmbeddedDatabase
class HealthIT {
    private final Installation berth;
    private final Ecs ecs;

    HealthIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
    }

    @AfterEach
    void clearUp() {
        ecs.stopEverything();
        Invariants.hold(berth);
    }

    @Test
    void aContainerWhoseCheckFailsIsUnhealthyAndItsTaskToo() {
        var well =
                Containers.idle("well")
                        .healthCheck(h -> h.command("CMD", "true").interval(5).retries(1));
        var ill =
                Containers.idle("ill")
                        .healthCheck(h -> h.command("CMD", "false").interval(5).retries(1));
        var task = ecs.awaitRunning(ecs.run(ecs.register("health", well, ill)));

        Await.holds(
                "the health of both containers",
                Duration.ofSeconds(60),
                () -> {
                    var now = ecs.describe(task.taskArn());
                    assertThat(container(now, "well").healthStatus())
                            .isEqualTo(HealthStatus.HEALTHY);
                    assertThat(container(now, "ill").healthStatus())
                            .isEqualTo(HealthStatus.UNHEALTHY);
                    assertThat(now.healthStatus()).isEqualTo(HealthStatus.UNHEALTHY);
                });
    }
}

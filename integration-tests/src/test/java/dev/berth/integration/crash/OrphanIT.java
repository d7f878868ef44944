package dev.berth.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

/** A reservation whose call died is given back, even when nobody ever asks again. */
@OnEmbeddedDatabase
class OrphanIT {
    private final Lab lab;
    private Installation berth;

    OrphanIT(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void install() {
        berth = lab.install("orphan", "a");
    }

    @AfterEach
    void remove() {
        berth.close();
    }

    @Test
    void whatWasReservedForNothingIsGivenBack() {
        var ecs = berth.ecs();
        var definition = ecs.register("orphan", Containers.idle("main"));
        var request =
                RunTaskRequest.builder()
                        .cluster(Installation.CLUSTER)
                        .taskDefinition(definition)
                        .count(2)
                        .clientToken(UUID.randomUUID().toString())
                        .build();

        Failpoint.dieAt("instance.reserved", berth, () -> Failpoint.run(ecs, request));
        Invariants.hold(berth);
        assertThat(ecs.list(DesiredStatus.RUNNING)).isEmpty();

        var late = Failpoint.run(ecs, request);
        assertThat(late).hasSize(2).doesNotHaveDuplicates();
        ecs.describe(late).forEach(ecs::awaitRunning);
        Invariants.hold(berth);
        ecs.stopEverything();
        Invariants.hold(berth);
    }
}

package dev.berth.integration.task;

import static dev.berth.integration.installation.Containers.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.BerthAgent;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Http;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEachDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/** A host port has one owner: on a cluster of one host. */
@OnEachDatabase
class FixedPortIT {
    private static final String CLUSTER = "one-host";

    private static BerthAgent agent;
    private static Ecs ecs;

    @Parameter Lab lab;

    @BeforeParameterizedClassInvocation
    static void start(Lab lab) {
        var berth = lab.shared();
        agent = berth.extraAgent(CLUSTER, "a");
        ecs = new Ecs(berth.server(), CLUSTER);
        ecs.awaitConnected(1);
    }

    @AfterParameterizedClassInvocation
    static void remove() {
        agent.close();
        ecs.close();
    }

    @AfterEach
    void clearUp() {
        ecs.stopEverything();
    }

    @Test
    void ofTwoTasksThatWantOnePortOneRunsAndOneIsRefused() {
        var definition =
                ecs.register(
                        "fixed", Containers.web("web", 80, "mine").portMappings(tcp(80, 18082)));

        var both =
                ecs.client().runTask(r -> r.cluster(CLUSTER).taskDefinition(definition).count(2));
        assertThat(both.tasks()).hasSize(1);
        assertRefusedForThePort(both);

        var owner = ecs.awaitRunning(both.tasks().getFirst());
        assertThat(Http.get(agent.host().address(), 18082)).isEqualTo("mine");
        var later = ecs.client().runTask(r -> r.cluster(CLUSTER).taskDefinition(definition));
        assertThat(later.tasks()).isEmpty();
        assertRefusedForThePort(later);

        ecs.stop(owner, "make room");
        ecs.awaitStopped(owner);
        ecs.awaitRunning(ecs.run(definition));
    }

    @Test
    void aTaskThatNeedsMoreThanTheHostHasIsRefused() {
        var cpu = ecs.register("greedy", Containers.idle("main").cpu(200 * 1024));
        var memory = ecs.register("greedy", Containers.idle("main").memory(1 << 30));

        assertThat(ecs.client().runTask(r -> r.cluster(CLUSTER).taskDefinition(cpu)).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo("RESOURCE:CPU"));
        assertThat(ecs.client().runTask(r -> r.cluster(CLUSTER).taskDefinition(memory)).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo("RESOURCE:MEMORY"));
    }

    private void assertRefusedForThePort(RunTaskResponse response) {
        assertThat(response.failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.reason()).isEqualTo("RESOURCE:PORTS");
                            assertThat(failure.arn()).isEqualTo(agent.containerInstanceArn());
                        });
    }
}

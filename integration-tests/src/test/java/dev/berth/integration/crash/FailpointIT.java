package dev.berth.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEachDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

/** The server dies at the worst moments of a RunTask; the client asks again with its token. */
@OnEachDatabase
class FailpointIT {
    private static final int COUNT = 4;

    private static Installation berth;

    @Parameter Lab lab;

    @BeforeParameterizedClassInvocation
    static void install(Lab lab) {
        berth = lab.install("failpoint", "a", "b");
    }

    @AfterParameterizedClassInvocation
    static void remove() {
        berth.close();
        berth.server().checkJournal();
    }

    @AfterEach
    void clearUp() {
        if (!berth.server().process().isAlive()) berth.server().start();
        berth.ecs().stopEverything();
        Invariants.hold(berth);
    }

    /** After the token row, after a reservation, between two launches, each before its answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {"token.claimed", "instance.reserved", "Task.persisted:2", "task.launched"})
    void aRetryFindsTheTasksOfTheCallThatDied(String failpoint) {
        var ecs = berth.ecs();
        var definition = ecs.register("failpoint", Containers.idle("main"));
        var request =
                RunTaskRequest.builder()
                        .cluster(Installation.CLUSTER)
                        .taskDefinition(definition)
                        .count(COUNT)
                        .clientToken(UUID.randomUUID().toString())
                        .build();

        Failpoint.dieAt(failpoint, berth, () -> Failpoint.run(ecs, request));
        var survivors = ecs.list(DesiredStatus.RUNNING);
        var tasks = Failpoint.run(ecs, request);

        assertThat(tasks).hasSize(COUNT).doesNotHaveDuplicates().containsAll(survivors);
        assertThat(Failpoint.run(ecs, request)).containsExactlyInAnyOrderElementsOf(tasks);
        assertThatThrownBy(() -> Failpoint.run(ecs, request.copy(r -> r.count(COUNT + 1))))
                .isInstanceOf(ConflictException.class);
        assertThat(ecs.list(DesiredStatus.RUNNING)).containsExactlyInAnyOrderElementsOf(tasks);
        ecs.describe(tasks).forEach(ecs::awaitRunning);
        Invariants.hold(berth);
    }

    @Test
    void aStopThatDiedBeforeItsAnswerIsCarriedOut() {
        var ecs = berth.ecs();
        var task = ecs.awaitRunning(ecs.run(ecs.register("stop", Containers.idle("main"))));

        Failpoint.dieAt("Task.persisted", berth, () -> ecs.stop(task, "unheard"));

        var stopped = ecs.awaitStopped(task);
        assertThat(stopped.stoppedReason()).isEqualTo("unheard");
        assertThat(stopped.stopCodeAsString()).isEqualTo("UserInitiated");
    }

    /** After the definition is written, and after its family counts it, each before the answer. */
    @ParameterizedTest
    @ValueSource(strings = {"TaskDefinition.persisted", "TaskDefinitionFamily.persisted"})
    void revisionsHaveNoGapAfterARegistrationThatDied(String failpoint) {
        var ecs = berth.ecs();
        var family = failpoint.replace('.', '-');
        ecs.register(family, Containers.idle("main"));

        Failpoint.dieAt(failpoint, berth, () -> ecs.register(family, Containers.idle("main")));
        ecs.register(family, Containers.idle("main"));

        assertThat(
                        ecs.client()
                                .listTaskDefinitions(r -> r.familyPrefix(family))
                                .taskDefinitionArns())
                .extracting(arn -> arn.substring(arn.lastIndexOf(':') + 1))
                .containsExactly("1", "2", "3");
    }
}

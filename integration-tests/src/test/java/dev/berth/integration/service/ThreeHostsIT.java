package dev.berth.integration.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.BerthAgent;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;

/** A service on three Docker hosts, watched from outside. */
@OnEmbeddedDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThreeHostsIT {
    private static final String SERVICE = "web";
    private static final Duration STEADY = Duration.ofSeconds(120);

    private final Installation berth;
    private List<HostRecorder> recorders;

    ThreeHostsIT(Lab lab) {
        berth = lab.install("three", "a", "b", "c");
    }

    @AfterAll
    void remove() {
        berth.close();
        berth.server().checkJournal();
    }

    @BeforeEach
    void createAServiceOfThree() {
        recorders = berth.agents().stream().map(BerthAgent::host).map(HostRecorder::start).toList();
        var definition = ecs().register("web", Containers.idle("main"));
        ecs().client()
                .createService(
                        r -> r.serviceName(SERVICE).taskDefinition(definition).desiredCount(3));
        awaitSteady(3);
    }

    @AfterEach
    void deleteTheService() {
        ecs().client().deleteService(r -> r.service(SERVICE).force(true));
        Await.until(
                "the service to be INACTIVE", STEADY, () -> service().status().equals("INACTIVE"));
        Invariants.hold(berth);
        assertThat(doubled()).isEmpty();
        recorders.forEach(HostRecorder::close);
    }

    @Test
    void scalesFromThreeToThirtyAndBack() {
        var three = running();

        scale(30);
        assertThat(running()).hasSize(30).containsAll(three);
        assertThat(everRan()).hasSize(30);

        scale(3);
        assertThat(running()).hasSize(3);
        assertThat(everRan()).as("scaling in starts nothing").hasSize(30);
    }

    @Test
    void rollsTwentyTimesWithinItsBounds() {
        var start = Instant.now();
        for (var i = 0; i < 20; i++) {
            var definition = ecs().register("web", Containers.idle("main"));
            var old = running();
            ecs().client().updateService(r -> r.service(SERVICE).taskDefinition(definition));
            awaitSteady(3);
            assertThat(running()).hasSize(3).doesNotContainAnyElementsOf(old);
        }
        assertThat(everRan()).as("three tasks for each of 21 revisions").hasSize(63);
        var number = containers().since(start);
        assertThat(number.getMin()).as("at least 100 % of 3").isEqualTo(3);
        assertThat(number.getMax()).as("at most 200 % of 3").isLessThanOrEqualTo(6);
    }

    @Test
    void aDockerDaemonThatIsKilledCostsNoTask() {
        var before = running();
        var host = berth.agents().getFirst().host();

        host.kill();
        host.restart();

        berth.awaitConnected();
        awaitSteady(3);
        assertThat(running()).isEqualTo(before);
        assertThat(everRan()).isEqualTo(before);
    }

    @Test
    void tasksOfADrainedInstanceMoveBeforeTheyStop() {
        var start = Instant.now();
        var drained = berth.agents().getFirst();
        ecs().client()
                .updateContainerInstancesState(
                        r ->
                                r.containerInstances(drained.containerInstanceArn())
                                        .status("DRAINING"));
        Await.until(
                "no task to be left on the drained instance",
                STEADY,
                () -> recorders.getFirst().running().isEmpty());
        awaitSteady(3);
        assertThat(containers().since(start).getMin()).isEqualTo(3);
        ecs().client()
                .updateContainerInstancesState(
                        r -> r.containerInstances(drained.containerInstanceArn()).status("ACTIVE"));
    }

    private Ecs ecs() {
        return berth.ecs();
    }

    private void scale(int count) {
        ecs().client().updateService(r -> r.service(SERVICE).desiredCount(count));
        awaitSteady(count);
    }

    /** Steady for the API, and the containers that run are those of the tasks. */
    private void awaitSteady(int count) {
        Await.holds("the service to be steady", STEADY, () -> assertSteady(count));
    }

    private void assertSteady(int count) {
        var service = service();
        assertThat(service.deployments())
                .singleElement()
                .returns(DeploymentRolloutState.COMPLETED, Deployment::rolloutState);
        assertThat(service.runningCount()).isEqualTo(count);
        assertThat(service.pendingCount()).isZero();
        assertThat(running())
                .containsExactlyInAnyOrderElementsOf(ecs().list(DesiredStatus.RUNNING));
    }

    private Service service() {
        return ecs().client().describeServices(r -> r.services(SERVICE)).services().getFirst();
    }

    /** The tasks of the service of which a container runs, as the Docker hosts say. */
    private Set<String> running() {
        var tasks = new TreeSet<String>();
        recorders.forEach(recorder -> tasks.addAll(recorder.running()));
        return tasks;
    }

    private RunningContainers containers() {
        var hosts = recorders.stream().map(HostRecorder::host).toList();
        return RunningContainers.of(hosts, everRan());
    }

    private Set<String> everRan() {
        var tasks = new TreeSet<String>();
        recorders.forEach(recorder -> tasks.addAll(recorder.everRan()));
        return tasks;
    }

    private List<String> doubled() {
        return recorders.stream().flatMap(recorder -> recorder.doubled().stream()).toList();
    }
}

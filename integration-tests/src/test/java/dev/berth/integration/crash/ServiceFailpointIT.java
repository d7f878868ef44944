package dev.berth.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;

/** The server dies at each kind of event of a deployment, which then ends as without a crash. */
@OnEmbeddedDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceFailpointIT {
    private static final int SIGKILL = 128 + 9;
    private static final int DESIRED = 4;
    private static final Duration SOON = Duration.ofSeconds(150);

    private final Installation berth;

    ServiceFailpointIT(Lab lab) {
        berth = lab.install("service-failpoint", "a", "b");
    }

    @AfterAll
    void remove() {
        berth.close();
        berth.server().checkJournal();
    }

    @AfterEach
    void clearUp() {
        if (!berth.server().process().isAlive()) berth.server().start();
        berth.awaitConnected();
        for (var service : ecs().client().listServices(r -> {}).serviceArns()) {
            ecs().client().deleteService(r -> r.service(service).force(true));
            Await.until(
                    "the service to be INACTIVE",
                    SOON,
                    () -> service(service).status().equals("INACTIVE"));
        }
        Invariants.hold(berth);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "service.deployment-started/1",
                "service.deployment-begun/1",
                "service.tasks-counted/1",
                "service.deployment-failed/1",
                "service.message-logged/1",
                "service.deployments-removed/1",
                "service.deployment-completed/1",
                "instance.reserved/1",
                "task.launched/1"
            })
    void aDeploymentThatFailsIsRolledBack(String failpoint) {
        var name = create(failpoint);
        var good = service(name).taskDefinition();
        var before = ecs().list(DesiredStatus.RUNNING);
        var bad = Containers.shell("main", "").command("/no/such/program");

        dieAt(failpoint, name, ecs().register(name, bad));

        Await.holds(
                "the rollback",
                SOON,
                () ->
                        assertThat(newest(name).status())
                                .isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL));
        awaitSteady(name);
        assertThat(service(name).taskDefinition()).isEqualTo(good);
        assertThat(ecs().list(DesiredStatus.RUNNING)).containsExactlyInAnyOrderElementsOf(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "service.deployment-begun/1",
                "service.deployments-removed/1",
                "service.deployment-completed/1",
                "task.stop-requested/1"
            })
    void aDeploymentThatSucceedsCompletes(String failpoint) {
        var name = create(failpoint);
        var before = ecs().list(DesiredStatus.RUNNING);

        dieAt(failpoint, name, ecs().register(name, Containers.idle("main")));

        awaitSteady(name);
        assertThat(newest(name).status()).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(ecs().list(DesiredStatus.RUNNING))
                .hasSize(DESIRED)
                .doesNotContainAnyElementsOf(before);
    }

    private String create(String failpoint) {
        var name = failpoint.replaceAll("[^a-z]", "-");
        var definition = ecs().register(name, Containers.idle("main"));
        ecs().client()
                .createService(
                        r ->
                                r.serviceName(name)
                                        .taskDefinition(definition)
                                        .desiredCount(DESIRED)
                                        .deploymentConfiguration(
                                                d ->
                                                        d.deploymentCircuitBreaker(
                                                                b ->
                                                                        b.enable(true)
                                                                                .rollback(true))));
        awaitSteady(name);
        return name;
    }

    /** Updates the service on a server that dies at the failpoint, and starts the server again. */
    private void dieAt(String failpoint, String service, String definition) {
        berth.server().kill();
        var process = berth.server().launch(Map.of("BERTH_FAILPOINT", failpoint));
        Await.until(
                "the agents to be connected, or the server to be dead already",
                SOON,
                () -> !process.isAlive() || isConnected());
        try {
            ecs().client().updateService(r -> r.service(service).taskDefinition(definition));
        } catch (SdkClientException _) {
            // The server may die before it answers, or already when it has started.
        }
        assertThat(process.awaitExit(SOON)).as("killed at %s", failpoint).isEqualTo(SIGKILL);
        berth.server().start();
        berth.awaitConnected();
        // The server may have died before it received the update.
        if (!service(service).taskDefinition().equals(definition)
                && newest(service).status() == ServiceDeploymentStatus.SUCCESSFUL
                && ecs().client()
                                .listServiceDeployments(r -> r.service(service))
                                .serviceDeployments()
                                .size()
                        == 1)
            ecs().client().updateService(r -> r.service(service).taskDefinition(definition));
    }

    private boolean isConnected() {
        var instances = ecs().instances();
        return instances.size() == berth.agents().size()
                && instances.stream().allMatch(instance -> instance.agentConnected());
    }

    private void awaitSteady(String service) {
        Await.holds(
                "the service to be steady",
                SOON,
                () -> {
                    var now = service(service);
                    assertThat(now.deployments())
                            .extracting(Deployment::rolloutState)
                            .containsExactly(DeploymentRolloutState.COMPLETED);
                    assertThat(now.runningCount()).isEqualTo(DESIRED);
                    assertThat(ecs().list(DesiredStatus.RUNNING)).hasSize(DESIRED);
                });
    }

    private Service service(String name) {
        return ecs().client().describeServices(r -> r.services(name)).services().getFirst();
    }

    private ServiceDeploymentBrief newest(String service) {
        return ecs().client()
                .listServiceDeployments(r -> r.service(service))
                .serviceDeployments()
                .getFirst();
    }

    private Ecs ecs() {
        return berth.ecs();
    }
}

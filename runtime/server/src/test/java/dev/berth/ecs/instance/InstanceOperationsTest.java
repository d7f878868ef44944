package dev.berth.ecs.instance;

import static dev.berth.ecs.SharedServer.Running.attribute;
import static dev.berth.ecs.SharedServer.Running.resources;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.VersionInfo;

@ExtendWith(SharedServer.class)
class InstanceOperationsTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;

    InstanceOperationsTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
    }

    @Test
    void aRegisteredInstanceHasEveryAttributeThatItsAgentSentAndAZone() {
        var registered =
                ecs.registerContainerInstance(
                                r ->
                                        r.cluster(cluster)
                                                .totalResources(resources(2048, 500, "22", "2375"))
                                                .attributes(
                                                        attribute("rack", "r1"),
                                                        attribute("ecs.capability.x", null))
                                                .versionInfo(
                                                        VersionInfo.builder()
                                                                .agentVersion("1.0")
                                                                .build()))
                        .containerInstance();

        assertThat(registered.containerInstanceArn())
                .matches(
                        "arn:aws:ecs:eu-test-1:123456789012:container-instance/"
                                + cluster
                                + "/[0-9a-f]{32}");
        assertThat(registered.status()).isEqualTo("ACTIVE");
        assertThat(registered.agentConnected()).isFalse();
        assertThat(registered.versionInfo().agentVersion()).isEqualTo("1.0");
        assertThat(registered.attributes())
                .containsExactlyInAnyOrder(
                        attribute("rack", "r1"),
                        attribute("ecs.capability.x", null),
                        attribute("ecs.availability-zone", "eu-test-1a"));
        assertThat(resource(registered.registeredResources(), "PORTS").stringSetValue())
                .containsExactly("22", "2375");
        assertThat(resource(registered.remainingResources(), "CPU").integerValue()).isEqualTo(2048);
    }

    @Test
    void ofAgentsThatRegisterOneDockerEngineAtTheSameTimeOneIsAccepted() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var engine = 0; engine < 10; engine++) {
                var id = cluster + engine;
                var start = new CountDownLatch(1);
                var attempts =
                        IntStream.range(0, 6)
                                .mapToObj(_ -> threads.submit(() -> registers(id, start)))
                                .toList();
                start.countDown();
                var accepted = 0;
                for (var attempt : attempts) {
                    accepted += attempt.get() ? 1 : 0;
                }
                assertThat(accepted).isEqualTo(1);
            }
        }
    }

    private boolean registers(String engine, CountDownLatch start) throws InterruptedException {
        start.await();
        try {
            ecs.registerContainerInstance(
                    r ->
                            r.cluster(cluster)
                                    .totalResources(resources(1, 1))
                                    .attributes(attribute("berth.docker-engine", engine)));
            return true;
        } catch (ClientException e) {
            assertThat(e).hasMessageContaining("is already used by container instance");
            return false;
        }
    }

    @Test
    void registeringAgainUnderTheSameArnKeepsWhatIsNotSentAgain() {
        var arn = server.instance(cluster);

        var again =
                ecs.registerContainerInstance(
                                r ->
                                        r.cluster(cluster)
                                                .containerInstanceArn(arn)
                                                .totalResources(resources(512, 500)))
                        .containerInstance();

        assertThat(again.containerInstanceArn()).isEqualTo(arn);
        assertThat(again.attributes()).contains(attribute("rack", "r1"));
        assertThat(resource(again.registeredResources(), "CPU").integerValue()).isEqualTo(512);
        assertThat(ecs.listContainerInstances(r -> r.cluster(cluster)).containerInstanceArns())
                .containsExactly(arn);
    }

    @Test
    void anArnThatIsNotInTheJournalIsAccepted() {
        var arn =
                "arn:aws:ecs:eu-test-1:123456789012:container-instance/"
                        + cluster
                        + "/0123456789abcdef0123456789abcdef";

        var registered =
                ecs.registerContainerInstance(
                                r ->
                                        r.cluster(cluster)
                                                .containerInstanceArn(arn)
                                                .totalResources(resources(1, 1)))
                        .containerInstance();

        assertThat(registered.containerInstanceArn()).isEqualTo(arn);
    }

    @Test
    void anArnOfAnotherClusterIsRefusedAndSoIsADeregisteredOne() {
        var arn = server.instance(cluster);
        var elsewhere = server.cluster();

        assertThat(
                        catchThrowableOfType(
                                ClientException.class,
                                () ->
                                        ecs.registerContainerInstance(
                                                r ->
                                                        r.cluster(elsewhere)
                                                                .containerInstanceArn(arn)
                                                                .totalResources(resources(1, 1)))))
                .hasMessageContaining("does not belong to this cluster");
        ecs.deregisterContainerInstance(r -> r.cluster(cluster).containerInstance(arn));
        assertThat(
                        catchThrowableOfType(
                                ClientException.class,
                                () ->
                                        ecs.registerContainerInstance(
                                                r ->
                                                        r.cluster(cluster)
                                                                .containerInstanceArn(arn)
                                                                .totalResources(resources(1, 1)))))
                .hasMessageContaining("INACTIVE");
    }

    @Test
    void aClusterThatDoesNotExistIsSaidSoThatAnAgentCanCreateIt() {
        assertThat(
                        catchThrowableOfType(
                                ClusterNotFoundException.class,
                                () ->
                                        ecs.registerContainerInstance(
                                                r ->
                                                        r.cluster(server.name())
                                                                .totalResources(resources(1, 1)))))
                .hasMessageContaining("Cluster not found.");
    }

    @Test
    void resourcesThatAreMissingOrUnknownAreNamed() {
        assertThat(refusal(Resource.builder().name("CPU").integerValue(1).build()))
                .hasMessageContaining("must contain CPU and MEMORY");
        assertThat(refusal(Resource.builder().name("GPU").build()))
                .hasMessageContaining("The resource 'GPU' is not supported yet.");
        assertThat(refusal(Resource.builder().name("PORTS").stringSetValue("ssh").build()))
                .hasMessageContaining("PORTS must contain ports");
        assertThat(refusal()).hasMessageContaining("totalResources is required.");
    }

    private InvalidParameterException refusal(Resource... resources) {
        return catchThrowableOfType(
                InvalidParameterException.class,
                () ->
                        ecs.registerContainerInstance(
                                r -> r.cluster(cluster).totalResources(resources)));
    }

    @Test
    void whatATaskHoldsIsMissingFromWhatRemainsAndItsPortsAreAdded() {
        var arn = server.instance(cluster);
        var mapping = PortMapping.builder().containerPort(80).hostPort(8080).build();
        var family =
                server.definition(
                        Running.container().toBuilder().cpu(24).portMappings(mapping).build());
        ecs.runTask(r -> r.cluster(cluster).taskDefinition(family));

        var described = describe(arn);

        assertThat(resource(described.remainingResources(), "CPU").integerValue()).isEqualTo(1000);
        assertThat(resource(described.remainingResources(), "MEMORY").integerValue())
                .isEqualTo(900);
        assertThat(resource(described.remainingResources(), "PORTS").stringSetValue())
                .containsExactly("22", "8080");
        assertThat(resource(described.registeredResources(), "PORTS").stringSetValue())
                .containsExactly("22");
        assertThat(described.pendingTasksCount()).isEqualTo(1);
        assertThat(described.runningTasksCount()).isZero();
    }

    @Test
    void aConnectedAgentIsShownWithTheVersionItConnectedWith() {
        var described = describe(server.instance(cluster));

        assertThat(described.agentConnected()).isTrue();
        assertThat(described.versionInfo().agentVersion()).isEqualTo("1.2");
        assertThat(described.versionInfo().dockerVersion()).isEqualTo("20.10");
    }

    @Test
    void instancesAreDescribedByIdAndByArnAndWhatIsMissingIsAFailure() {
        var arn = server.instance(cluster);
        var id = arn.substring(arn.lastIndexOf('/') + 1);

        var answer =
                ecs.describeContainerInstances(
                        r -> r.cluster(cluster).containerInstances(id, "0123"));

        assertThat(answer.containerInstances())
                .extracting(ContainerInstance::containerInstanceArn)
                .containsExactly(arn);
        assertThat(answer.failures())
                .extracting(f -> f.reason() + " " + f.arn())
                .containsExactly("MISSING " + arn.replace(id, "0123"));
    }

    @Test
    void instancesAreListedPageByPageWithoutTheInactiveOnes() {
        var arns = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            arns.add(server.instance(cluster));
        }
        var gone = server.instance(cluster);
        ecs.deregisterContainerInstance(r -> r.cluster(cluster).containerInstance(gone));

        var listed = new ArrayList<String>();
        ecs.listContainerInstancesPaginator(r -> r.cluster(cluster).maxResults(2))
                .containerInstanceArns()
                .forEach(listed::add);

        assertThat(listed).containsExactlyInAnyOrderElementsOf(arns);
        assertThat(
                        ecs.listContainerInstances(
                                        r ->
                                                r.cluster(cluster)
                                                        .status(ContainerInstanceStatus.ACTIVE))
                                .containerInstanceArns())
                .hasSize(3);
        assertThat(
                        ecs.listContainerInstances(
                                        r ->
                                                r.cluster(cluster)
                                                        .status(ContainerInstanceStatus.DRAINING))
                                .containerInstanceArns())
                .isEmpty();
        assertThat(
                        ecs.listContainerInstances(r -> r.cluster(cluster).status("INACTIVE"))
                                .containerInstanceArns())
                .containsExactly(gone);
    }

    @Test
    void anInstanceWithARunningTaskIsDeregisteredByForceOnly() {
        var arn = server.instance(cluster);
        var family = server.definition();
        ecs.runTask(r -> r.cluster(cluster).taskDefinition(family));

        assertThat(
                        catchThrowableOfType(
                                InvalidParameterException.class,
                                () ->
                                        ecs.deregisterContainerInstance(
                                                r -> r.cluster(cluster).containerInstance(arn))))
                .hasMessageContaining("Found running tasks on the instance.");
        var gone =
                ecs.deregisterContainerInstance(
                                r -> r.cluster(cluster).containerInstance(arn).force(true))
                        .containerInstance();
        assertThat(gone.status()).isEqualTo("INACTIVE");
    }

    @Test
    void anInstanceThatIsNotThereCannotBeDeregistered() {
        assertThat(
                        catchThrowableOfType(
                                InvalidParameterException.class,
                                () ->
                                        ecs.deregisterContainerInstance(
                                                r -> r.cluster(cluster).containerInstance("0123"))))
                .hasMessageContaining("Container instance not found.");
    }

    private ContainerInstance describe(String arn) {
        return ecs.describeContainerInstances(r -> r.cluster(cluster).containerInstances(arn))
                .containerInstances()
                .getFirst();
    }

    private static Resource resource(List<Resource> resources, String name) {
        return resources.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    }
}

package dev.berth.integration.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEachDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterContainsContainerInstancesException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.Resource;

/** Clusters and container instances as clients see them. */
@OnEachDatabase
class ClusterApiIT {
    private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:";

    private final Installation berth;
    private final Ecs ecs;
    private final EcsClient client;

    ClusterApiIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
        client = ecs.client();
    }

    @Test
    void aClusterIsMadeFoundAndDeleted() {
        var made = client.createCluster(r -> r.clusterName("pier")).cluster();
        assertThat(made.clusterArn()).isEqualTo(ARN + "cluster/pier");
        assertThat(made.status()).isEqualTo("ACTIVE");
        assertThat(client.createCluster(r -> r.clusterName("pier")).cluster()).isEqualTo(made);
        assertThat(client.listClustersPaginator().clusterArns()).contains(made.clusterArn());

        var deleted = client.deleteCluster(r -> r.cluster(made.clusterArn())).cluster();
        assertThat(deleted.status()).isEqualTo("INACTIVE");
        assertThat(client.listClustersPaginator().clusterArns()).doesNotContain(made.clusterArn());
        assertThatThrownBy(() -> client.listTasks(r -> r.cluster("pier")))
                .isInstanceOf(ClusterNotFoundException.class);
    }

    @Test
    void anUnknownClusterIsMissingWhereItIsDescribedAndAnErrorElsewhere() {
        assertThat(client.describeClusters(r -> r.clusters("nowhere")).failures())
                .containsExactly(missing(ARN + "cluster/nowhere"));
        assertThatThrownBy(() -> client.listTasks(r -> r.cluster("nowhere")))
                .isInstanceOf(ClusterNotFoundException.class)
                .hasMessageContaining("Cluster not found.");
    }

    @Test
    void clustersAreListedPageByPage() {
        for (var name : List.of("page-a", "page-b", "page-c"))
            client.createCluster(r -> r.clusterName(name));

        var pages = client.listClustersPaginator(r -> r.maxResults(1)).stream().toList();

        assertThat(pages).allSatisfy(page -> assertThat(page.clusterArns()).hasSizeLessThan(2));
        assertThat(pages.getLast().nextToken()).isNull();
        assertThat(pages.stream().flatMap(page -> page.clusterArns().stream()))
                .contains(ARN + "cluster/page-a", ARN + "cluster/page-b", ARN + "cluster/page-c")
                .doesNotHaveDuplicates();
    }

    @Test
    void anInstanceTellsWhatItHas() {
        for (var instance : ecs.instances()) {
            assertThat(instance.status()).isEqualTo("ACTIVE");
            assertThat(instance.agentConnected()).isTrue();
            assertThat(instance.versionInfo().dockerVersion()).contains("20.10");
            assertThat(instance.registeredResources())
                    .extracting(Resource::name)
                    .contains("CPU", "MEMORY", "PORTS", "PORTS_UDP");
            assertThat(instance.attributes())
                    .anySatisfy(a -> assertThat(a.name()).isEqualTo("ecs.availability-zone"))
                    .anySatisfy(a -> assertThat(a.name()).isEqualTo("ecs.os-type"));
        }
        assertThat(client.describeClusters().clusters())
                .singleElement()
                .satisfies(c -> assertThat(c.registeredContainerInstancesCount()).isEqualTo(2));
    }

    @Test
    void aClusterWithInstancesIsNotDeleted() {
        assertThatThrownBy(() -> client.deleteCluster(r -> r.cluster(Installation.CLUSTER)))
                .isInstanceOf(ClusterContainsContainerInstancesException.class);
    }

    @Test
    void inAClusterWithoutInstancesNothingCanRun() {
        client.createCluster(r -> r.clusterName("empty"));
        var definition = ecs.register("nowhere", Containers.idle("main"));

        assertThatThrownBy(() -> client.runTask(r -> r.cluster("empty").taskDefinition(definition)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("No Container Instances were found in your cluster.");
    }

    @Test
    void anInstanceThatRunsTasksLeavesOnlyByForce() {
        var agent = berth.extraAgent("leaving", "b");
        try (var leaving = new Ecs(berth.server(), "leaving")) {
            leaving.awaitConnected(1);
            var definition = leaving.register("leaving", Containers.idle("main"));
            var task = leaving.awaitRunning(leaving.run(definition));
            var instance = agent.containerInstanceArn();

            assertThatThrownBy(
                            () ->
                                    client.deregisterContainerInstance(
                                            r ->
                                                    r.cluster("leaving")
                                                            .containerInstance(instance)
                                                            .force(false)))
                    .isInstanceOf(InvalidParameterException.class);
            client.deregisterContainerInstance(
                    r -> r.cluster("leaving").containerInstance(instance).force(true));

            assertThat(leaving.awaitStopped(task).stoppedReason()).isNotBlank();
            assertThat(leaving.instances()).isEmpty();
            assertThat(
                            client.listContainerInstances(
                                            r ->
                                                    r.cluster("leaving")
                                                            .status(
                                                                    ContainerInstanceStatus
                                                                            .DRAINING))
                                    .containerInstanceArns())
                    .isEmpty();
            assertThat(agent.host().containers(Map.of("dev.berth.instance", instance)))
                    .as("the container goes on")
                    .singleElement()
                    .satisfies(container -> assertThat(container.getState()).isEqualTo("running"));
            agent.host().removeContainers(Map.of("dev.berth.instance", instance));
        } finally {
            agent.close();
        }
    }

    private static Failure missing(String arn) {
        return Failure.builder().arn(arn).reason("MISSING").build();
    }
}

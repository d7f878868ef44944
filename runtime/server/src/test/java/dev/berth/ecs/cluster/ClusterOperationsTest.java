package dev.berth.ecs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterContainsContainerInstancesException;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;

@ExtendWith(SharedServer.class)
class ClusterOperationsTest {
    private final Running server;
    private final EcsClient ecs;

    ClusterOperationsTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
    }

    @Test
    void aCreatedClusterIsActiveAndCanBeReadAtOnce() {
        var name = server.name();

        var created = ecs.createCluster(r -> r.clusterName(name)).cluster();

        assertThat(created.clusterArn())
                .isEqualTo("arn:aws:ecs:eu-test-1:123456789012:cluster/" + name);
        assertThat(created.status()).isEqualTo("ACTIVE");
        assertThat(created.settings())
                .containsExactly(
                        ClusterSetting.builder()
                                .name("containerInsights")
                                .value("disabled")
                                .build());
        assertThat(ecs.describeClusters(r -> r.clusters(created.clusterArn())).clusters())
                .singleElement()
                .satisfies(
                        cluster -> {
                            assertThat(cluster.clusterName()).isEqualTo(name);
                            assertThat(cluster.registeredContainerInstancesCount()).isZero();
                            assertThat(cluster.hasSettings()).isTrue();
                            assertThat(cluster.settings()).isEmpty();
                        });
    }

    @Test
    void anUpdateWithTheCurrentValuesIsAccepted() {
        var name = server.cluster();
        var off = ClusterSetting.builder().name("containerInsights").value("disabled").build();

        assertThat(ecs.updateCluster(r -> r.cluster(name).settings(off)).cluster().settings())
                .containsExactly(off);
        ecs.updateCluster(
                r ->
                        r.cluster(name)
                                .configuration(
                                        c ->
                                                c.executeCommandConfiguration(
                                                        e -> e.logging("DEFAULT"))));
        assertThat(ecs.updateClusterSettings(r -> r.cluster(name).settings(off)).cluster())
                .matches(cluster -> cluster.clusterName().equals(name));
        assertThat(
                        ecs.putClusterCapacityProviders(
                                        r ->
                                                r.cluster(name)
                                                        .capacityProviders(List.of())
                                                        .defaultCapacityProviderStrategy(List.of()))
                                .cluster()
                                .capacityProviders())
                .isEmpty();
        assertThat(
                        catchThrowableOfType(
                                InvalidParameterException.class,
                                () ->
                                        ecs.putClusterCapacityProviders(
                                                r -> r.cluster(name).capacityProviders("FARGATE"))))
                .hasMessageContaining("does not support capacityProviders");
        assertThat(
                        catchThrowableOfType(
                                InvalidParameterException.class,
                                () -> ecs.putClusterCapacityProviders(r -> r.cluster(name))))
                .hasMessageContaining("capacityProviders is required.");
        assertThat(
                        catchThrowableOfType(
                                ClusterNotFoundException.class,
                                () -> ecs.updateCluster(r -> r.cluster(server.name()))))
                .isNotNull();
    }

    @Test
    void creatingAClusterAgainAnswersTheOneThatIsThere() {
        var name = server.cluster();

        assertThat(ecs.createCluster(r -> r.clusterName(name)).cluster().status())
                .isEqualTo("ACTIVE");
    }

    @Test
    void aClusterWithAnImpossibleNameIsRefused() {
        assertThat(
                        catchThrowableOfType(
                                InvalidParameterException.class,
                                () -> ecs.createCluster(r -> r.clusterName("a b"))))
                .hasMessageContaining("clusterName can have up to 255");
    }

    @Test
    void containerInsightsIsKeptAndShown() {
        var name = server.name();

        assertThat(
                        ecs.createCluster(r -> r.clusterName(name).settings(insights("enabled")))
                                .cluster()
                                .settings())
                .containsExactly(insights("enabled"));
        ecs.updateClusterSettings(r -> r.cluster(name).settings(insights("enhanced")));
        assertThat(settings(name)).containsExactly(insights("enhanced"));
        assertThat(
                        ecs.updateCluster(r -> r.cluster(name).settings(insights("disabled")))
                                .cluster()
                                .settings())
                .containsExactly(insights("disabled"));
        ecs.updateCluster(r -> r.cluster(name));
        assertThat(settings(name)).containsExactly(insights("disabled"));
    }

    @Test
    void aSettingThatAClusterDoesNotHaveIsRefused() {
        var name = server.cluster();

        assertThat(
                        catchThrowableOfType(
                                InvalidParameterException.class,
                                () ->
                                        ecs.updateClusterSettings(
                                                r -> r.cluster(name).settings(insights("on")))))
                .hasMessageContaining("settings[].value must be one of");
        assertThat(
                        catchThrowableOfType(
                                InvalidParameterException.class,
                                () ->
                                        ecs.createCluster(
                                                r ->
                                                        r.settings(
                                                                insights("enabled").toBuilder()
                                                                        .name("other")
                                                                        .build()))))
                .hasMessageContaining("settings[].name must be one of");
        assertThat(settings(name)).containsExactly(insights("disabled"));
    }

    private static ClusterSetting insights(String value) {
        return ClusterSetting.builder().name("containerInsights").value(value).build();
    }

    private List<ClusterSetting> settings(String name) {
        return ecs.describeClusters(r -> r.clusters(name).include(ClusterField.SETTINGS))
                .clusters()
                .getFirst()
                .settings();
    }

    @Test
    void aDescribedClusterThatDoesNotExistIsAFailureAndNoError() {
        var name = server.name();

        var answer = ecs.describeClusters(r -> r.clusters(name));

        assertThat(answer.clusters()).isEmpty();
        assertThat(answer.failures())
                .containsExactly(
                        Failure.builder()
                                .arn("arn:aws:ecs:eu-test-1:123456789012:cluster/" + name)
                                .reason("MISSING")
                                .build());
    }

    @Test
    void withoutNamesTheClusterDefaultIsDescribed() {
        var answer = ecs.describeClusters();

        assertThat(answer.clusters().size() + answer.failures().size()).isEqualTo(1);
        assertThat(answer.failures())
                .allMatch(failure -> failure.arn().endsWith("cluster/default"));
    }

    @Test
    void moreThanAHundredNamesAreRefused() {
        var names = IntStream.range(0, 101).mapToObj(i -> "c" + i).toList();

        assertThat(
                        catchThrowableOfType(
                                InvalidParameterException.class,
                                () -> ecs.describeClusters(r -> r.clusters(names))))
                .hasMessageContaining("at most 100");
    }

    @Test
    void theCountsOfAClusterFollowItsTasksAndInstances() {
        var cluster = server.cluster();
        server.instance(cluster);
        var family = server.definition();
        ecs.runTask(r -> r.cluster(cluster).taskDefinition(family).count(2));

        var described =
                ecs.describeClusters(r -> r.clusters(cluster).include(ClusterField.STATISTICS))
                        .clusters()
                        .getFirst();

        assertThat(described.registeredContainerInstancesCount()).isEqualTo(1);
        assertThat(described.pendingTasksCount()).isEqualTo(2);
        assertThat(described.statistics())
                .anySatisfy(
                        statistic -> {
                            assertThat(statistic.name()).isEqualTo("pendingEC2TasksCount");
                            assertThat(statistic.value()).isEqualTo("2");
                        });
    }

    @Test
    void aDeletedClusterIsInactiveAndHoldsNoTasksAnyMore() {
        var name = server.cluster();

        assertThat(ecs.deleteCluster(r -> r.cluster(name)).cluster().status())
                .isEqualTo("INACTIVE");

        assertThat(ecs.describeClusters(r -> r.clusters(name)).clusters())
                .singleElement()
                .matches(cluster -> cluster.status().equals("INACTIVE"));
        assertThat(
                        catchThrowableOfType(
                                ClusterNotFoundException.class,
                                () -> ecs.listTasks(r -> r.cluster(name))))
                .hasMessageContaining("Cluster not found.");
        assertThat(
                        catchThrowableOfType(
                                ClusterNotFoundException.class,
                                () -> ecs.deleteCluster(r -> r.cluster(name))))
                .isNotNull();
        assertThat(ecs.createCluster(r -> r.clusterName(name)).cluster().status())
                .isEqualTo("ACTIVE");
    }

    @Test
    void aClusterWithAnInstanceIsNotDeleted() {
        var cluster = server.cluster();
        server.instance(cluster);

        assertThat(
                        catchThrowableOfType(
                                ClusterContainsContainerInstancesException.class,
                                () -> ecs.deleteCluster(r -> r.cluster(cluster))))
                .hasMessageContaining("Container Instances are active or draining");
    }

    @Test
    void clustersAreListedPageByPage() {
        var mine = IntStream.range(0, 5).mapToObj(_ -> server.cluster()).toList();

        var listed = new ArrayList<String>();
        ecs.listClustersPaginator(r -> r.maxResults(2)).clusterArns().forEach(listed::add);

        assertThat(listed).doesNotHaveDuplicates();
        assertThat(listed)
                .containsAll(
                        mine.stream()
                                .map(n -> "arn:aws:ecs:eu-test-1:123456789012:cluster/" + n)
                                .toList());
    }
}

package dev.berth.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AvailabilityZoneRebalancing;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.PlacementStrategyType;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ThresholdType;

/** What a service is answered with where its creation says nothing. */
@ExtendWith(SharedServer.class)
class ServiceDefaultsTest {
    private final EcsClient ecs;
    private final String cluster;
    private final String family;

    ServiceDefaultsTest(Running server) {
        this.ecs = server.ecs();
        this.cluster = server.cluster();
        this.family = server.definition();
    }

    private static PlacementStrategy strategy(PlacementStrategyType type, String field) {
        return PlacementStrategy.builder().type(type).field(field).build();
    }

    private Service create(String name, Consumer<CreateServiceRequest.Builder> change) {
        var request =
                CreateServiceRequest.builder()
                        .cluster(cluster)
                        .serviceName(name)
                        .taskDefinition(family)
                        .desiredCount(2);
        change.accept(request);
        return ecs.createService(request.build()).service();
    }

    private Service described(String name) {
        return ecs.describeServices(r -> r.cluster(cluster).services(name)).services().getFirst();
    }

    @Test
    void aNewServiceIsAnsweredWithTheDefaultsOfEcs() {
        var service = create("web", r -> {});

        assertThat(service.serviceArn())
                .isEqualTo("arn:aws:ecs:eu-test-1:123456789012:service/%s/web".formatted(cluster));
        assertThat(service.clusterArn()).endsWith("cluster/" + cluster);
        assertThat(service.status()).isEqualTo("ACTIVE");
        assertThat(service.desiredCount()).isEqualTo(2);
        assertThat(service.runningCount()).isZero();
        assertThat(service.pendingCount()).isZero();
        assertThat(service.launchType()).isEqualTo(LaunchType.EC2);
        assertThat(service.schedulingStrategy()).isEqualTo(SchedulingStrategy.REPLICA);
        assertThat(service.taskDefinition()).endsWith("task-definition/" + family + ":1");
        assertThat(service.deploymentController().typeAsString()).isEqualTo("ECS");
        assertThat(service.deploymentConfiguration().minimumHealthyPercent()).isEqualTo(100);
        assertThat(service.deploymentConfiguration().maximumPercent()).isEqualTo(200);
        assertThat(service.deploymentConfiguration().strategyAsString()).isEqualTo("ROLLING");
        var breaker = service.deploymentConfiguration().deploymentCircuitBreaker();
        assertThat(breaker.enable()).isFalse();
        assertThat(breaker.rollback()).isFalse();
        assertThat(breaker.resetOnHealthyTask()).isTrue();
        assertThat(breaker.thresholdConfiguration().type())
                .isEqualTo(ThresholdType.BOUNDED_PERCENT);
        assertThat(breaker.thresholdConfiguration().value()).isEqualTo(50);
        assertThat(service.availabilityZoneRebalancing())
                .isEqualTo(AvailabilityZoneRebalancing.ENABLED);
        assertThat(service.propagateTags()).isEqualTo(PropagateTags.NONE);
        assertThat(service.enableECSManagedTags()).isFalse();
        assertThat(service.enableExecuteCommand()).isFalse();
        assertThat(service.healthCheckGracePeriodSeconds()).isZero();
        assertThat(service.createdBy()).startsWith("arn:aws:iam::123456789012:user/");
        assertThat(service.hasEvents()).isTrue();
        assertThat(service.hasLoadBalancers()).isTrue();
        assertThat(service.hasPlacementConstraints()).isTrue();
        assertThat(service.hasPlacementStrategy()).isTrue();
    }

    @Test
    void whatWasNotSetIsLeftOut() {
        create("web", r -> {});

        var service = described("web");

        assertThat(service.networkConfiguration()).isNull();
        assertThat(service.roleArn()).isNull();
        assertThat(service.platformVersion()).isNull();
        assertThat(service.hasTags()).isFalse();
        assertThat(service.hasCapacityProviderStrategy()).isFalse();
    }

    @Test
    void zonesAreBalancedByDefaultOnlyWhereTheyCanBe() {
        var packed =
                create(
                        "packed",
                        r -> r.placementStrategy(strategy(PlacementStrategyType.BINPACK, "cpu")));
        var tight =
                create(
                        "tight",
                        r ->
                                r.deploymentConfiguration(
                                        d -> d.maximumPercent(100).minimumHealthyPercent(50)));

        assertThat(packed.availabilityZoneRebalancing())
                .isEqualTo(AvailabilityZoneRebalancing.DISABLED);
        assertThat(tight.availabilityZoneRebalancing())
                .isEqualTo(AvailabilityZoneRebalancing.DISABLED);
    }

    @Test
    void aDaemonHasDefaultsOfItsOwn() {
        var service =
                create(
                        "agent",
                        r -> r.schedulingStrategy(SchedulingStrategy.DAEMON).desiredCount(null));

        assertThat(service.schedulingStrategy()).isEqualTo(SchedulingStrategy.DAEMON);
        assertThat(service.deploymentConfiguration().minimumHealthyPercent()).isZero();
        assertThat(service.deploymentConfiguration().maximumPercent()).isEqualTo(100);
        assertThat(service.desiredCount()).isZero();
    }
}

package dev.berth.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AvailabilityZoneRebalancing;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementConstraintType;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.PlacementStrategyType;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.ServiceNotActiveException;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.ServiceRegistry;
import software.amazon.awssdk.services.ecs.model.ServiceVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.ThresholdType;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.VpcLatticeConfiguration;

/** What CreateService and UpdateService refuse, in the sentences of ECS where they are known. */
@ExtendWith(SharedServer.class)
class ServiceRefusalsTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;
    private final String family;

    ServiceRefusalsTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
        this.family = server.definition();
    }

    private static PlacementStrategy strategy(PlacementStrategyType type, String field) {
        return PlacementStrategy.builder().type(type).field(field).build();
    }

    private static PlacementConstraint constraint(PlacementConstraintType type, String expression) {
        return PlacementConstraint.builder().type(type).expression(expression).build();
    }

    private record Case(String sentence, Consumer<CreateServiceRequest.Builder> request) {}

    private static List<Case> creations() {
        return List.of(
                new Case("Invalid service name.", r -> r.serviceName("a b")),
                new Case("Invalid service name.", r -> r.serviceName("a".repeat(256))),
                new Case("DesiredCount is missing", r -> r.desiredCount(null)),
                new Case("DesiredCount can not be lesser than 0", r -> r.desiredCount(-1)),
                new Case(
                        "desiredCount can be up to 5000, and this call asks for 5001.",
                        r -> r.desiredCount(5_001)),
                new Case(
                        "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will"
                                + " block deployments",
                        r ->
                                r.deploymentConfiguration(
                                        d -> d.maximumPercent(100).minimumHealthyPercent(100))),
                new Case(
                        "minimumHealthyPercent must be at most 100",
                        r -> r.deploymentConfiguration(d -> d.minimumHealthyPercent(101))),
                new Case(
                        "minimumHealthyPercent must be at least 0",
                        r -> r.deploymentConfiguration(d -> d.minimumHealthyPercent(-1))),
                new Case(
                        "maximumPercent must be at least 100",
                        r -> r.deploymentConfiguration(d -> d.maximumPercent(99))),
                new Case(
                        "maximumPercent must be at most 200",
                        r -> r.deploymentConfiguration(d -> d.maximumPercent(201))),
                new Case(
                        "The daemon scheduling strategy does not support a desired count for"
                                + " services. Remove the desired count value and try again",
                        r -> r.schedulingStrategy(SchedulingStrategy.DAEMON).desiredCount(0)),
                new Case(
                        "The daemon scheduling strategy does not support placement strategies",
                        r ->
                                r.schedulingStrategy(SchedulingStrategy.DAEMON)
                                        .desiredCount(null)
                                        .placementStrategy(
                                                strategy(PlacementStrategyType.RANDOM, null))),
                new Case(
                        "The daemon scheduling strategy does not support values above 100 for"
                                + " maximumPercent",
                        r ->
                                r.schedulingStrategy(SchedulingStrategy.DAEMON)
                                        .desiredCount(null)
                                        .deploymentConfiguration(d -> d.maximumPercent(200))),
                new Case(
                        "Network Configuration is not valid for the given networkMode of this task"
                                + " definition.",
                        r ->
                                r.networkConfiguration(
                                        n -> n.awsvpcConfiguration(a -> a.subnets("subnet-1")))),
                new Case(
                        "Availability Zone Rebalancing does not support maximumPercent <= 100 % as"
                                + " deployment configuration.",
                        r ->
                                r.availabilityZoneRebalancing(AvailabilityZoneRebalancing.ENABLED)
                                        .deploymentConfiguration(
                                                d ->
                                                        d.maximumPercent(100)
                                                                .minimumHealthyPercent(50))),
                new Case(
                        "Availability Zone Rebalancing does not support the DAEMON scheduling"
                                + " strategy.",
                        r ->
                                r.availabilityZoneRebalancing(AvailabilityZoneRebalancing.ENABLED)
                                        .schedulingStrategy(SchedulingStrategy.DAEMON)
                                        .desiredCount(null)),
                new Case(
                        "Availability Zone Rebalancing does not support the launch type EXTERNAL.",
                        r ->
                                r.availabilityZoneRebalancing(AvailabilityZoneRebalancing.ENABLED)
                                        .launchType(LaunchType.EXTERNAL)),
                new Case(
                        "Availability Zone Rebalancing does not support a placement strategy that"
                                + " does not first spread tasks by"
                                + " attribute:ecs.availability-zone.",
                        r ->
                                r.availabilityZoneRebalancing(AvailabilityZoneRebalancing.ENABLED)
                                        .placementStrategy(
                                                strategy(PlacementStrategyType.BINPACK, "memory"))),
                new Case(
                        "Availability Zone Rebalancing does not support a placement constraint on"
                                + " attribute:ecs.availability-zone.",
                        r ->
                                r.availabilityZoneRebalancing(AvailabilityZoneRebalancing.ENABLED)
                                        .placementConstraints(
                                                constraint(
                                                        PlacementConstraintType.MEMBER_OF,
                                                        "attribute:ecs.availability-zone"
                                                                + " == eu-1a"))),
                new Case(
                        "The threshold value of the deployment circuit breaker must be between 1"
                                + " and 100 for a percentage.",
                        r ->
                                r.deploymentConfiguration(
                                        d ->
                                                d.deploymentCircuitBreaker(
                                                        b ->
                                                                b.enable(true)
                                                                        .rollback(false)
                                                                        .thresholdConfiguration(
                                                                                t ->
                                                                                        t.type(
                                                                                                        ThresholdType
                                                                                                                .BOUNDED_PERCENT)
                                                                                                .value(
                                                                                                        101))))),
                new Case(
                        "There is no placement strategy nonsense.",
                        r ->
                                r.placementStrategy(
                                        PlacementStrategy.builder().type("nonsense").build())),
                new Case(
                        "launchType must be EC2 or EXTERNAL: tasks run on container instances"
                                + " here.",
                        r -> r.launchType(LaunchType.FARGATE)),
                new Case(
                        "The deployment controller CODE_DEPLOY is not supported. Use ECS.",
                        r ->
                                r.deploymentController(
                                        c -> c.type(DeploymentControllerType.CODE_DEPLOY))),
                new Case(
                        "The deployment controller EXTERNAL is not supported. Use ECS.",
                        r ->
                                r.deploymentController(
                                        c -> c.type(DeploymentControllerType.EXTERNAL))),
                new Case(
                        "The deployment strategy BLUE_GREEN is not supported yet. Use ROLLING.",
                        r ->
                                r.deploymentConfiguration(
                                        d -> d.strategy(DeploymentStrategy.BLUE_GREEN))),
                new Case(
                        "The deployment strategy CANARY is not supported yet. Use ROLLING.",
                        r -> r.deploymentConfiguration(d -> d.strategy(DeploymentStrategy.CANARY))),
                new Case(
                        "Alarms of deployments are not supported yet. Leave out"
                                + " deploymentConfiguration.alarms, or set its enable to false.",
                        r ->
                                r.deploymentConfiguration(
                                        d ->
                                                d.alarms(
                                                        a ->
                                                                a.enable(true)
                                                                        .rollback(true)
                                                                        .alarmNames("high")))),
                new Case(
                        "CreateService does not support loadBalancers yet. Leave it out.",
                        r ->
                                r.loadBalancers(
                                        LoadBalancer.builder().targetGroupArn("arn:tg").build())),
                new Case(
                        "CreateService does not support serviceRegistries yet.",
                        r ->
                                r.serviceRegistries(
                                        ServiceRegistry.builder().registryArn("arn:sd").build())),
                new Case(
                        "CreateService does not support serviceConnectConfiguration",
                        r -> r.serviceConnectConfiguration(s -> s.enabled(true))),
                new Case(
                        "CreateService does not support volumeConfigurations yet.",
                        r ->
                                r.volumeConfigurations(
                                        ServiceVolumeConfiguration.builder().name("data").build())),
                new Case(
                        "CreateService does not support vpcLatticeConfigurations yet.",
                        r ->
                                r.vpcLatticeConfigurations(
                                        VpcLatticeConfiguration.builder().portName("web").build())),
                new Case(
                        "CreateService does not support capacityProviderStrategy yet.",
                        r ->
                                r.capacityProviderStrategy(
                                        CapacityProviderStrategyItem.builder()
                                                .capacityProvider("spot")
                                                .build())),
                new Case(
                        "CreateService does not support enableExecuteCommand yet. Leave it out.",
                        r -> r.enableExecuteCommand(true)),
                new Case("CreateService does not support role yet.", r -> r.role("ecsService")),
                new Case(
                        "The tag key 'aws:x' is not valid",
                        r -> r.tags(Tag.builder().key("aws:x").value("y").build())));
    }

    @TestFactory
    Stream<DynamicTest> aCreationThatEcsRefusesIsRefused() {
        return creations().stream()
                .map(
                        each ->
                                dynamicTest(
                                        each.sentence(),
                                        () -> {
                                            var error = refusal(each.request());
                                            assertThat(error)
                                                    .isInstanceOf(InvalidParameterException.class)
                                                    .hasMessageContaining(each.sentence());
                                        }));
    }

    private EcsException refusal(Consumer<CreateServiceRequest.Builder> change) {
        return catchThrowableOfType(EcsException.class, () -> create(server.name(), change));
    }

    private void create(String name, Consumer<CreateServiceRequest.Builder> change) {
        var request =
                CreateServiceRequest.builder()
                        .cluster(cluster)
                        .serviceName(name)
                        .taskDefinition(family)
                        .desiredCount(1);
        change.accept(request);
        ecs.createService(request.build());
    }

    @Test
    void aDefinitionThatIsNotThereOrNotActiveIsAClientError() {
        assertThat(refusal(r -> r.taskDefinition("nothing:1")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("TaskDefinition not found.");
        ecs.deregisterTaskDefinition(r -> r.taskDefinition(family + ":1"));
        assertThat(refusal(r -> r.taskDefinition(family + ":1")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("TaskDefinition is inactive");
    }

    @Test
    void aServiceLivesInAClusterThatIsActive() {
        assertThat(refusal(r -> r.cluster("nowhere"))).isInstanceOf(ClusterNotFoundException.class);
        for (Runnable call :
                List.<Runnable>of(
                        () -> ecs.describeServices(r -> r.cluster("nowhere").services("x")),
                        () -> ecs.listServices(r -> r.cluster("nowhere")),
                        () -> ecs.deleteService(r -> r.cluster("nowhere").service("x")),
                        () -> ecs.updateService(r -> r.cluster("nowhere").service("x")),
                        () -> ecs.listServiceDeployments(r -> r.cluster("nowhere").service("x")))) {
            assertThat(catchThrowableOfType(EcsException.class, call::run))
                    .isInstanceOf(ClusterNotFoundException.class);
        }
    }

    @Test
    void anUpdateNeedsAServiceThatIsActive() {
        assertThat(update("nothing", r -> r.desiredCount(1)))
                .isInstanceOf(ServiceNotFoundException.class)
                .hasMessageContaining("Service not found.");
        var name = server.name();
        create(name, r -> r.desiredCount(0));
        ecs.deleteService(r -> r.cluster(cluster).service(name));
        assertThat(update(name, r -> r.desiredCount(1)))
                .isInstanceOf(ServiceNotActiveException.class)
                .hasMessageContaining("Service was not ACTIVE.");
    }

    @Test
    void whatAnUpdateAsksForIsCheckedAsAtTheCreation() {
        var name = server.name();
        create(name, r -> {});

        assertThat(update(name, r -> r.desiredCount(-1)))
                .hasMessageContaining("Task count can not be lesser than 0");
        assertThat(update(name, r -> r.deploymentConfiguration(d -> d.maximumPercent(100))))
                .hasMessageContaining(
                        "Both maximumPercent and minimumHealthyPercent cannot be 100");
        assertThat(
                        update(
                                name,
                                r ->
                                        r.placementStrategy(
                                                strategy(PlacementStrategyType.BINPACK, "cpu"))))
                .hasMessageContaining("Availability Zone Rebalancing does not support");
        assertThat(update(name, r -> r.taskDefinition("nothing:1")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("TaskDefinition not found.");
    }

    private EcsException update(String name, Consumer<UpdateServiceRequest.Builder> change) {
        var request = UpdateServiceRequest.builder().cluster(cluster).service(name);
        change.accept(request);
        return catchThrowableOfType(EcsException.class, () -> ecs.updateService(request.build()));
    }
}

package dev.berth.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import dev.berth.http.TestPort;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AvailabilityZoneRebalancing;
import software.amazon.awssdk.services.ecs.model.ClusterContainsServicesException;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementConstraintType;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.PlacementStrategyType;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** The clusters of most tests have no instance, so that no task is placed. */
@ExtendWith(SharedServer.class)
class ServiceOperationsTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;
    private final String family;

    ServiceOperationsTest(Running server) {
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

    private Service update(String name, Consumer<UpdateServiceRequest.Builder> change) {
        var request = UpdateServiceRequest.builder().cluster(cluster).service(name);
        change.accept(request);
        return ecs.updateService(request.build()).service();
    }

    private Service described(String name) {
        return ecs.describeServices(r -> r.cluster(cluster).services(name)).services().getFirst();
    }

    @Test
    void theFirstDeploymentIsPrimaryAndIsTheServiceDeployment() {
        var service = create("web", r -> {});

        assertThat(service.deployments())
                .singleElement()
                .satisfies(
                        deployment -> {
                            assertThat(deployment.id()).matches("ecs-svc/[0-9]{19}");
                            assertThat(deployment.status()).isEqualTo("PRIMARY");
                            assertThat(deployment.desiredCount()).isEqualTo(2);
                            assertThat(deployment.failedTasks()).isZero();
                            assertThat(deployment.launchType()).isEqualTo(LaunchType.EC2);
                            assertThat(deployment.rolloutState())
                                    .isEqualTo(DeploymentRolloutState.IN_PROGRESS);
                            assertThat(deployment.rolloutStateReason())
                                    .isEqualTo(
                                            "ECS deployment %s in progress."
                                                    .formatted(deployment.id()));
                            assertThat(deployment.networkConfiguration()).isNull();
                        });
        assertThat(service.currentServiceDeployment())
                .matches(".*:service-deployment/" + cluster + "/web/[0-9A-Za-z]{21}");
        assertThat(service.currentServiceRevisions())
                .singleElement()
                .satisfies(
                        revision -> {
                            assertThat(revision.arn())
                                    .matches(".*:service-revision/" + cluster + "/web/[0-9]{19}");
                            assertThat(revision.requestedTaskCount()).isEqualTo(2);
                        });
    }

    /** Terraform's provider fails on an empty structure where it expects none. */
    @Test
    void whatWasSentComesBack() {
        create(
                "web",
                r ->
                        r.launchType(LaunchType.EXTERNAL)
                                .deploymentConfiguration(
                                        d ->
                                                d.minimumHealthyPercent(50)
                                                        .maximumPercent(150)
                                                        .deploymentCircuitBreaker(
                                                                b -> b.enable(true).rollback(true))
                                                        .alarms(
                                                                a ->
                                                                        a.alarmNames("high")
                                                                                .enable(false)
                                                                                .rollback(false)))
                                .placementStrategy(
                                        strategy(PlacementStrategyType.RANDOM, "scheduler:sick"))
                                .placementConstraints(
                                        constraint(PlacementConstraintType.DISTINCT_INSTANCE, null))
                                .healthCheckGracePeriodSeconds(30)
                                .availabilityZoneRebalancing(AvailabilityZoneRebalancing.DISABLED)
                                .propagateTags(PropagateTags.SERVICE)
                                .enableECSManagedTags(true)
                                .tags(Tag.builder().key("team").value("a").build()));

        var service =
                ecs.describeServices(
                                r -> r.cluster(cluster).services("web").include(ServiceField.TAGS))
                        .services()
                        .getFirst();

        assertThat(service.launchType()).isEqualTo(LaunchType.EXTERNAL);
        var deployment = service.deploymentConfiguration();
        assertThat(deployment.minimumHealthyPercent()).isEqualTo(50);
        assertThat(deployment.maximumPercent()).isEqualTo(150);
        assertThat(deployment.deploymentCircuitBreaker().enable()).isTrue();
        assertThat(deployment.deploymentCircuitBreaker().rollback()).isTrue();
        assertThat(deployment.alarms().alarmNames()).containsExactly("high");
        assertThat(deployment.alarms().enable()).isFalse();
        assertThat(service.placementStrategy())
                .containsExactly(
                        PlacementStrategy.builder()
                                .type(PlacementStrategyType.RANDOM)
                                .field("scheduler:sick")
                                .build());
        assertThat(service.placementConstraints())
                .singleElement()
                .matches(c -> c.type() == PlacementConstraintType.DISTINCT_INSTANCE);
        assertThat(service.healthCheckGracePeriodSeconds()).isEqualTo(30);
        assertThat(service.availabilityZoneRebalancing())
                .isEqualTo(AvailabilityZoneRebalancing.DISABLED);
        assertThat(service.propagateTags()).isEqualTo(PropagateTags.SERVICE);
        assertThat(service.enableECSManagedTags()).isTrue();
        assertThat(service.tags()).containsExactly(Tag.builder().key("team").value("a").build());
    }

    @Test
    void theSameCreationAgainAnswersTheServiceAndAnotherOneIsRefused() {
        var first = create("web", r -> r.clientToken("one"));

        assertThat(create("web", r -> r.clientToken("one")).createdAt())
                .isEqualTo(first.createdAt());
        assertThatThrownBy(() -> create("web", r -> r.clientToken("one").desiredCount(3)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Creation of service was not idempotent.");
    }

    @Test
    void anUpdateKeepsWhatItLeavesOutAndAnEmptyListRemovesWhatIsSet() {
        create(
                "web",
                r ->
                        r.placementConstraints(
                                        constraint(PlacementConstraintType.DISTINCT_INSTANCE, null))
                                .deploymentConfiguration(
                                        d ->
                                                d.deploymentCircuitBreaker(
                                                        b -> b.enable(true).rollback(true)))
                                .healthCheckGracePeriodSeconds(20));

        var updated =
                update(
                        "web",
                        r ->
                                r.desiredCount(5)
                                        .deploymentConfiguration(d -> d.minimumHealthyPercent(50)));

        assertThat(updated.desiredCount()).isEqualTo(5);
        assertThat(updated.deployments()).hasSize(1);
        assertThat(updated.placementConstraints()).hasSize(1);
        assertThat(updated.healthCheckGracePeriodSeconds()).isEqualTo(20);
        assertThat(updated.deploymentConfiguration().minimumHealthyPercent()).isEqualTo(50);
        assertThat(updated.deploymentConfiguration().maximumPercent()).isEqualTo(200);
        assertThat(updated.deploymentConfiguration().deploymentCircuitBreaker().enable()).isTrue();
        assertThat(
                        update("web", r -> r.placementConstraints(List.<PlacementConstraint>of()))
                                .placementConstraints())
                .isEmpty();
    }

    @Test
    void anotherDefinitionOrForceStartsADeploymentAndTheSameDefinitionDoesNot() {
        var first = create("web", r -> {}).deployments().getFirst().id();
        ecs.registerTaskDefinition(r -> r.family(family).containerDefinitions(Running.container()));

        assertThat(update("web", r -> r.taskDefinition(family + ":1")).deployments())
                .extracting(d -> d.id())
                .containsExactly(first);
        var second = update("web", r -> r.taskDefinition(family)).deployments().getFirst();
        assertThat(second.id()).isNotEqualTo(first);
        assertThat(second.taskDefinition()).endsWith(family + ":2");
        var third = update("web", r -> r.forceNewDeployment(true)).deployments().getFirst();
        assertThat(third.id()).isNotEqualTo(second.id());
        assertThat(third.taskDefinition()).endsWith(family + ":2");
    }

    @Test
    void aServiceIsNamedByItsNameOrItsArnOfEitherFormat() {
        var arn = create("web", r -> {}).serviceArn();
        var old = arn.replace(cluster + "/", "");
        var other = server.cluster();

        var answer = ecs.describeServices(r -> r.cluster(cluster).services("web", arn, old, "no"));

        assertThat(answer.services()).hasSize(3).allMatch(s -> s.serviceArn().equals(arn));
        assertThat(answer.failures())
                .containsExactly(
                        Failure.builder()
                                .arn(arn.replace("/web", "/no"))
                                .reason("MISSING")
                                .build());
        assertThatThrownBy(() -> ecs.describeServices(r -> r.cluster(other).services(arn)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Identifier is for cluster " + cluster);
    }

    @Test
    void upToTenServicesAreDescribedAtOnce() {
        var eleven = IntStream.range(0, 11).mapToObj(i -> "s" + i).toList();

        assertThatThrownBy(() -> ecs.describeServices(r -> r.cluster(cluster).services(eleven)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("services can name at most 10");
        assertThatThrownBy(() -> ecs.describeServices(r -> r.cluster(cluster)))
                .hasMessageContaining("services is required.");
    }

    @Test
    void servicesAreListedTenAtATimeByNameAndByWhatTheyAre() {
        IntStream.range(0, 12).forEach(i -> create("s%02d".formatted(i), r -> r.desiredCount(0)));
        create("agent", r -> r.schedulingStrategy(SchedulingStrategy.DAEMON).desiredCount(null));
        create("far", r -> r.launchType(LaunchType.EXTERNAL).desiredCount(0));

        var first = ecs.listServices(r -> r.cluster(cluster));
        var second = ecs.listServices(r -> r.cluster(cluster).nextToken(first.nextToken()));

        assertThat(first.serviceArns()).hasSize(10).isSorted();
        assertThat(second.serviceArns()).hasSize(4).isSorted();
        assertThat(second.nextToken()).isNull();
        assertThat(
                        ecs.listServices(
                                        r ->
                                                r.cluster(cluster)
                                                        .schedulingStrategy(
                                                                SchedulingStrategy.DAEMON))
                                .serviceArns())
                .singleElement()
                .matches(arn -> arn.endsWith("/agent"));
        assertThat(
                        ecs.listServices(r -> r.cluster(cluster).launchType(LaunchType.EXTERNAL))
                                .serviceArns())
                .singleElement()
                .matches(arn -> arn.endsWith("/far"));
    }

    @Test
    void aServiceAboveZeroIsDeletedByForceOnly() {
        create("web", r -> {});

        assertThatThrownBy(() -> ecs.deleteService(r -> r.cluster(cluster).service("web")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("The service cannot be stopped while it is scaled above 0.");
        var deleted =
                ecs.deleteService(r -> r.cluster(cluster).service("web").force(true)).service();
        assertThat(deleted.status()).isIn("DRAINING", "INACTIVE");
        assertThat(deleted.desiredCount()).isZero();
        assertThat(ecs.listServices(r -> r.cluster(cluster)).serviceArns()).isEmpty();
        assertThat(described("web").status()).isIn("DRAINING", "INACTIVE");
        assertThatThrownBy(() -> ecs.deleteService(r -> r.cluster(cluster).service("nothing")))
                .isInstanceOf(ServiceNotFoundException.class)
                .hasMessageContaining("Service not found.");
    }

    @Test
    void aClusterCountsItsServicesAndIsNotDeletedWithThem() {
        create("web", r -> {});
        create("far", r -> r.launchType(LaunchType.EXTERNAL));

        var shown =
                ecs.describeClusters(r -> r.clusters(cluster).include(ClusterField.STATISTICS))
                        .clusters()
                        .getFirst();

        assertThat(shown.activeServicesCount()).isEqualTo(2);
        assertThat(shown.statistics())
                .contains(KeyValuePair.builder().name("activeEC2ServiceCount").value("1").build());
        assertThatThrownBy(() -> ecs.deleteCluster(r -> r.cluster(cluster)))
                .isInstanceOf(ClusterContainsServicesException.class);
    }

    @Test
    void aServiceIsTaggedByItsArnInTheLongFormat() {
        var arn = create("web", r -> {}).serviceArn();
        var tag = Tag.builder().key("team").value("a").build();

        ecs.tagResource(r -> r.resourceArn(arn).tags(tag));

        assertThat(ecs.listTagsForResource(r -> r.resourceArn(arn)).tags()).containsExactly(tag);
        ecs.untagResource(r -> r.resourceArn(arn).tagKeys("team"));
        assertThat(ecs.listTagsForResource(r -> r.resourceArn(arn)).tags()).isEmpty();
        assertThatThrownBy(
                        () ->
                                ecs.tagResource(
                                        r ->
                                                r.resourceArn(arn.replace(cluster + "/", ""))
                                                        .tags(tag)))
                .hasMessageContaining("Long arn format must be used for tagging operations");
    }

    @Test
    void theTasksOfAServiceAreListedByItsName() {
        var arn = create("web", r -> {}).serviceArn();

        assertThat(ecs.listTasks(r -> r.cluster(cluster).serviceName("web")).taskArns()).isEmpty();
        assertThat(ecs.listTasks(r -> r.cluster(cluster).serviceName(arn)).taskArns()).isEmpty();
        assertThatThrownBy(() -> ecs.listTasks(r -> r.cluster(cluster).serviceName("nothing")))
                .isInstanceOf(ServiceNotFoundException.class);
        assertThatThrownBy(
                        () ->
                                ecs.listTasks(
                                        r -> r.cluster(cluster).serviceName("web").startedBy("x")))
                .hasMessageContaining("startedBy must be the only filter");
        assertThat(TestPort.ARNS.service(cluster, "web")).isEqualTo(arn);
    }
}

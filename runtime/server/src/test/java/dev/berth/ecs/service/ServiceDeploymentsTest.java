package dev.berth.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentNotFoundException;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentRollbackMonitorsStatus;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

@ExtendWith(SharedServer.class)
class ServiceDeploymentsTest {
    private final EcsClient ecs;
    private final String cluster;
    private final String family;

    ServiceDeploymentsTest(Running server) {
        this.ecs = server.ecs();
        this.cluster = server.cluster();
        this.family = server.definition();
    }

    private Service create(boolean breaker) {
        return ecs.createService(
                        r ->
                                r.cluster(cluster)
                                        .serviceName("web")
                                        .taskDefinition(family)
                                        .desiredCount(8)
                                        .deploymentConfiguration(
                                                d ->
                                                        d.deploymentCircuitBreaker(
                                                                b ->
                                                                        b.enable(breaker)
                                                                                .rollback(
                                                                                        breaker))))
                .service();
    }

    private ServiceDeployment described(String arn) {
        return ecs.describeServiceDeployments(r -> r.serviceDeploymentArns(arn))
                .serviceDeployments()
                .getFirst();
    }

    @Test
    void theFirstServiceDeploymentComesFromNothing() {
        var service = create(false);

        var deployment = described(service.currentServiceDeployment());

        assertThat(deployment.serviceArn()).isEqualTo(service.serviceArn());
        assertThat(deployment.clusterArn()).isEqualTo(service.clusterArn());
        assertThat(deployment.sourceServiceRevisions()).isEmpty();
        assertThat(deployment.hasSourceServiceRevisions()).isTrue();
        assertThat(deployment.targetServiceRevision().arn())
                .isEqualTo(service.currentServiceRevisions().getFirst().arn());
        assertThat(deployment.targetServiceRevision().requestedTaskCount()).isEqualTo(8);
        assertThat(deployment.status())
                .isIn(ServiceDeploymentStatus.PENDING, ServiceDeploymentStatus.IN_PROGRESS);
        assertThat(deployment.finishedAt()).isNull();
        assertThat(deployment.stoppedAt()).isNull();
        assertThat(deployment.rollback()).isNull();
        assertThat(deployment.lifecycleStage()).isNull();
        assertThat(deployment.deploymentConfiguration().maximumPercent()).isEqualTo(200);
        assertThat(deployment.deploymentCircuitBreaker().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.DISABLED);
        assertThat(deployment.deploymentCircuitBreaker().failureCount()).isZero();
        assertThat(deployment.deploymentCircuitBreaker().threshold()).isEqualTo(3);
        assertThat(deployment.alarms().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.DISABLED);
    }

    @Test
    void aCircuitBreakerIsShownWithItsThreshold() {
        var deployment = described(create(true).currentServiceDeployment());

        assertThat(deployment.deploymentCircuitBreaker().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.MONITORING);
        assertThat(deployment.deploymentCircuitBreaker().threshold()).isEqualTo(4);
    }

    @Test
    void serviceDeploymentsAreListedFromTheNewestPageByPage() {
        create(false);
        IntStream.range(0, 3)
                .forEach(
                        _ ->
                                ecs.updateService(
                                        r ->
                                                r.cluster(cluster)
                                                        .service("web")
                                                        .forceNewDeployment(true)));

        var first =
                ecs.listServiceDeployments(r -> r.cluster(cluster).service("web").maxResults(3));
        var second =
                ecs.listServiceDeployments(
                        r ->
                                r.cluster(cluster)
                                        .service("web")
                                        .maxResults(3)
                                        .nextToken(first.nextToken()));

        assertThat(first.serviceDeployments()).hasSize(3);
        assertThat(second.serviceDeployments()).hasSize(1);
        assertThat(second.nextToken()).isNull();
        var newest = first.serviceDeployments().getFirst();
        assertThat(newest.serviceDeploymentArn())
                .isEqualTo(
                        ecs.describeServices(r -> r.cluster(cluster).services("web"))
                                .services()
                                .getFirst()
                                .currentServiceDeployment());
        assertThat(first.serviceDeployments().get(1).status())
                .isEqualTo(ServiceDeploymentStatus.STOPPED);
        assertThat(
                        ecs.listServiceDeployments(
                                        r ->
                                                r.cluster(cluster)
                                                        .service("web")
                                                        .status(ServiceDeploymentStatus.STOPPED))
                                .serviceDeployments())
                .hasSize(3);
        assertThat(
                        ecs.listServiceDeployments(
                                        r ->
                                                r.cluster(cluster)
                                                        .service("web")
                                                        .createdAt(
                                                                c ->
                                                                        c.before(
                                                                                newest.createdAt()
                                                                                        .minusSeconds(
                                                                                                3600))))
                                .serviceDeployments())
                .isEmpty();
        assertThatThrownBy(() -> ecs.listServiceDeployments(r -> r.cluster(cluster).service("no")))
                .isInstanceOf(ServiceNotFoundException.class);
    }

    @Test
    void aRevisionShowsWhatItRuns() {
        var service = create(false);
        var arn = service.currentServiceRevisions().getFirst().arn();
        var missing = arn.substring(0, arn.lastIndexOf('/')) + "/1000000000000000000";

        var answer = ecs.describeServiceRevisions(r -> r.serviceRevisionArns(arn, missing));

        assertThat(answer.serviceRevisions())
                .singleElement()
                .satisfies(
                        revision -> {
                            assertThat(revision.serviceRevisionArn()).isEqualTo(arn);
                            assertThat(revision.serviceArn()).isEqualTo(service.serviceArn());
                            assertThat(revision.taskDefinition())
                                    .isEqualTo(service.taskDefinition());
                            assertThat(revision.launchType()).isEqualTo(LaunchType.EC2);
                            assertThat(revision.containerImages())
                                    .singleElement()
                                    .satisfies(
                                            image -> {
                                                assertThat(image.containerName()).isEqualTo("main");
                                                assertThat(image.image()).isEqualTo("busybox:1");
                                            });
                            assertThat(revision.networkConfiguration()).isNull();
                        });
        assertThat(answer.failures())
                .singleElement()
                .matches(f -> f.arn().equals(missing) && f.reason().equals("MISSING"));
    }

    @Test
    void aServiceDeploymentThatIsStoppedWithoutAPredecessorFails() {
        var arn = create(false).currentServiceDeployment();

        assertThat(
                        ecs.stopServiceDeployment(
                                        r ->
                                                r.serviceDeploymentArn(arn)
                                                        .stopType(
                                                                StopServiceDeploymentStopType
                                                                        .ABORT))
                                .serviceDeploymentArn())
                .isEqualTo(arn);
        assertThat(described(arn).stoppedAt()).isNotNull();
        assertThatThrownBy(() -> ecs.stopServiceDeployment(r -> r.serviceDeploymentArn(arn)))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(
                        () ->
                                ecs.stopServiceDeployment(
                                        r ->
                                                r.serviceDeploymentArn(
                                                        arn.substring(0, arn.lastIndexOf('/'))
                                                                + "/nothing")))
                .isInstanceOf(ServiceDeploymentNotFoundException.class)
                .hasMessageContaining("Service deployment not found.");
    }
}

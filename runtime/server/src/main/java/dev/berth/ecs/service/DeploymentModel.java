package dev.berth.ecs.service;

import static java.util.stream.Collectors.toSet;

import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.Service.Details;
import dev.berth.domain.service.Service.Known;
import dev.berth.domain.service.ServiceDeployment;
import dev.berth.domain.service.ServiceRevision;
import dev.berth.ecs.Arns;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.ContainerImage;
import software.amazon.awssdk.services.ecs.model.Rollback;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentAlarms;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentRollbackMonitorsStatus;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Service deployments and service revisions as the ECS API shows them. */
final class DeploymentModel {
    private static final String BREAKER = "circuit breaker";

    /** What ECS shows where there is no circuit breaker. */
    private static final int NO_THRESHOLD = 3;

    private final Arns arns;
    private final Details service;

    DeploymentModel(Arns arns, Known service) {
        this.arns = arns;
        this.service = service.details();
    }

    ServiceDeploymentBrief brief(ServiceDeployment entry) {
        return ServiceDeploymentBrief.builder()
                .serviceDeploymentArn(arn(entry))
                .serviceArn(serviceArn())
                .clusterArn(arns.cluster(service.identity().cluster()))
                .createdAt(entry.times().createdAt())
                .startedAt(entry.times().startedAt())
                .finishedAt(entry.times().finishedAt())
                .targetServiceRevisionArn(revisionArn(entry.target()))
                .status(entry.status().name())
                .statusReason(entry.statusReason())
                .build();
    }

    software.amazon.awssdk.services.ecs.model.ServiceDeployment full(
            ServiceDeployment entry, TasksByDeployment counts) {
        var times = entry.times();
        var alarms = ServiceDocument.read(service.settings().document()).alarms();
        return software.amazon.awssdk.services.ecs.model.ServiceDeployment.builder()
                .serviceDeploymentArn(arn(entry))
                .serviceArn(serviceArn())
                .clusterArn(arns.cluster(service.identity().cluster()))
                .createdAt(times.createdAt())
                .startedAt(times.startedAt())
                .finishedAt(times.finishedAt())
                .stoppedAt(times.stoppedAt())
                .updatedAt(times.updatedAt())
                .sourceServiceRevisions(
                        entry.sources().stream().map(id -> summary(id, counts)).toList())
                .targetServiceRevision(summary(entry.target(), counts))
                .status(entry.status().name())
                .statusReason(entry.statusReason())
                .deploymentConfiguration(DeploymentTerms.shown(entry.configuration(), alarms))
                .rollback(rollback(entry.rollback()))
                .deploymentCircuitBreaker(breaker(entry, counts))
                .alarms(
                        ServiceDeploymentAlarms.builder()
                                .status(ServiceDeploymentRollbackMonitorsStatus.DISABLED)
                                .alarmNames(List.of())
                                .triggeredAlarmNames(List.of())
                                .build())
                .build();
    }

    /** Tasks are counted by deployment, and a deployment runs one revision. */
    private ServiceRevisionSummary summary(String revisionId, TasksByDeployment counts) {
        Set<String> running =
                service.rollouts().deployments().stream()
                        .filter(deployment -> deployment.revisionId().equals(revisionId))
                        .map(Deployment::id)
                        .collect(toSet());
        var count = counts.of(running);
        return ServiceRevisionSummary.builder()
                .arn(revisionArn(revisionId))
                .requestedTaskCount(
                        running.stream().mapToInt(id -> counts.desired(id, service)).sum())
                .runningTaskCount(count.running())
                .pendingTaskCount(count.pending())
                .build();
    }

    private Rollback rollback(ServiceDeployment.Rollback rollback) {
        return rollback == null
                ? null
                : Rollback.builder()
                        .reason(rollback.reason())
                        .startedAt(rollback.startedAt())
                        .serviceRevisionArn(revisionArn(rollback.revisionId()))
                        .build();
    }

    private static ServiceDeploymentCircuitBreaker breaker(
            ServiceDeployment entry, TasksByDeployment counts) {
        var breaker = entry.configuration().circuitBreaker();
        return ServiceDeploymentCircuitBreaker.builder()
                .status(breakerStatus(entry))
                .failureCount(breaker.enabled() ? entry.failures() : 0)
                .threshold(breaker.enabled() ? breaker.threshold(counts.desired()) : NO_THRESHOLD)
                .build();
    }

    private static ServiceDeploymentRollbackMonitorsStatus breakerStatus(ServiceDeployment entry) {
        if (!entry.configuration().circuitBreaker().enabled()) {
            return ServiceDeploymentRollbackMonitorsStatus.DISABLED;
        }
        if (says(entry.statusReason())
                || (entry.rollback() != null && says(entry.rollback().reason()))) {
            return ServiceDeploymentRollbackMonitorsStatus.TRIGGERED;
        }
        return entry.hasEnded()
                ? ServiceDeploymentRollbackMonitorsStatus.MONITORING_COMPLETE
                : ServiceDeploymentRollbackMonitorsStatus.MONITORING;
    }

    private static boolean says(String reason) {
        return reason != null && reason.contains(BREAKER);
    }

    /**
     * @param definition null where it has been deleted
     */
    software.amazon.awssdk.services.ecs.model.ServiceRevision revision(
            ServiceRevision revision, TaskDefinition definition) {
        return software.amazon.awssdk.services.ecs.model.ServiceRevision.builder()
                .serviceRevisionArn(revisionArn(revision.id()))
                .serviceArn(serviceArn())
                .clusterArn(arns.cluster(service.identity().cluster()))
                .taskDefinition(arns.taskDefinition(revision.family(), revision.revision()))
                .launchType(revision.launchType())
                .loadBalancers(List.of())
                .serviceRegistries(List.of())
                .containerImages(images(revision, definition))
                .guardDutyEnabled(false)
                .createdAt(revision.createdAt())
                .build();
    }

    private static List<ContainerImage> images(
            ServiceRevision revision, TaskDefinition definition) {
        return definition == null
                ? List.of()
                : definition.containerDefinitions().stream()
                        .map(
                                container ->
                                        ContainerImage.builder()
                                                .containerName(container.name())
                                                .image(container.image())
                                                .imageDigest(
                                                        revision.images().get(container.name()))
                                                .build())
                        .toList();
    }

    private String arn(ServiceDeployment entry) {
        return arns.serviceDeployment(
                service.identity().cluster(), service.identity().name(), entry.id());
    }

    private String serviceArn() {
        return arns.service(service.identity().cluster(), service.identity().name());
    }

    private String revisionArn(String id) {
        return arns.serviceRevision(service.identity().cluster(), service.identity().name(), id);
    }
}

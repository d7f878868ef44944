package dev.berth.ecs.service;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.MessageLog;
import dev.berth.domain.service.Service.Active;
import dev.berth.domain.service.Service.Details;
import dev.berth.domain.service.Service.Draining;
import dev.berth.domain.service.Service.Inactive;
import dev.berth.domain.service.Service.Known;
import dev.berth.domain.service.ServiceRevision;
import dev.berth.ecs.Arns;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.tag.TagModel;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;

/**
 * A service as the ECS API shows it. {@code networkConfiguration}, {@code roleArn} and {@code
 * platformVersion} are left out where none was set: clients fail on empty structures.
 */
final class ServiceModel {
    private final Arns arns;
    private final ControlPlane plane;

    ServiceModel(ControlPlaneCalls calls) {
        this.arns = calls.arns();
        this.plane = calls.plane();
    }

    /**
     * Shows a service.
     *
     * @param include what is shown beyond the usual: {@code TAGS}
     */
    Service of(Known service, ClusterSnapshot contents, Set<String> include) {
        var details = service.details();
        var identity = details.identity();
        var settings = details.settings();
        var document = ServiceDocument.read(settings.document());
        var revision = details.rollouts().revision(details.primary());
        var counts = TasksByDeployment.of(details, contents, plane);
        var shown =
                Service.builder()
                        .serviceArn(arns.service(identity.cluster(), identity.name()))
                        .serviceName(identity.name())
                        .clusterArn(arns.cluster(identity.cluster()))
                        .status(status(service))
                        .desiredCount(counts.desired())
                        .runningCount(counts.all().running())
                        .pendingCount(counts.all().pending())
                        .launchType(revision.launchType())
                        .taskDefinition(definition(revision))
                        .deploymentConfiguration(
                                DeploymentTerms.shown(settings.deployment(), document.alarms()))
                        .deployments(
                                service instanceof Inactive
                                        ? List.of()
                                        : details.rollouts().deployments().stream()
                                                .map(each -> deployment(each, details, counts))
                                                .toList())
                        .events(details.log().messages().stream().map(this::event).toList())
                        .createdAt(identity.createdAt())
                        .createdBy(identity.createdBy())
                        .placementConstraints(document.constraints())
                        .placementStrategy(document.strategies())
                        .healthCheckGracePeriodSeconds(settings.gracePeriodSeconds())
                        .schedulingStrategy(identity.strategy().name())
                        .deploymentController(controller -> controller.type("ECS"))
                        .availabilityZoneRebalancing(
                                settings.zoneRebalancing() ? "ENABLED" : "DISABLED")
                        .enableECSManagedTags(settings.managedTags())
                        .propagateTags(settings.propagateTags().name())
                        .enableExecuteCommand(false)
                        .loadBalancers(List.of())
                        .serviceRegistries(List.of());
        if (include.contains(TagModel.INCLUDED)) {
            shown.tags(TagModel.shown(details.tags()));
        }
        if (!(service instanceof Inactive)) {
            showCurrent(shown, details, counts);
        }
        return shown.build();
    }

    private static String status(Known service) {
        return switch (service) {
            case Active _ -> "ACTIVE";
            case Draining _ -> "DRAINING";
            case Inactive _ -> "INACTIVE";
        };
    }

    private String definition(ServiceRevision revision) {
        return arns.taskDefinition(revision.family(), revision.revision());
    }

    private software.amazon.awssdk.services.ecs.model.Deployment deployment(
            Deployment deployment, Details service, TasksByDeployment counts) {
        var revision = service.rollouts().revision(deployment);
        var count = counts.of(deployment.id());
        var isPrimary = service.primary().id().equals(deployment.id());
        return software.amazon.awssdk.services.ecs.model.Deployment.builder()
                .id(deployment.id())
                .status(isPrimary ? "PRIMARY" : "ACTIVE")
                .taskDefinition(definition(revision))
                .desiredCount(counts.desired(deployment.id(), service))
                .pendingCount(count.pending())
                .runningCount(count.running())
                .failedTasks(deployment.failedTasks())
                .createdAt(deployment.createdAt())
                .updatedAt(deployment.updatedAt())
                .launchType(revision.launchType())
                .rolloutState(deployment.rollout().name())
                .rolloutStateReason(deployment.reason())
                .build();
    }

    private ServiceEvent event(MessageLog.Message message) {
        return ServiceEvent.builder()
                .id(message.id())
                .message(message.text())
                .createdAt(message.at())
                .build();
    }

    private void showCurrent(Service.Builder shown, Details service, TasksByDeployment counts) {
        var identity = service.identity();
        var rollouts = service.rollouts();
        shown.currentServiceDeployment(
                        arns.serviceDeployment(
                                identity.cluster(), identity.name(), rollouts.current().id()))
                .currentServiceRevisions(
                        rollouts.deployments().stream()
                                .map(each -> current(each, service, counts))
                                .toList());
    }

    private ServiceCurrentRevisionSummary current(
            Deployment deployment, Details service, TasksByDeployment counts) {
        var identity = service.identity();
        var count = counts.of(deployment.id());
        return ServiceCurrentRevisionSummary.builder()
                .arn(
                        arns.serviceRevision(
                                identity.cluster(), identity.name(), deployment.revisionId()))
                .requestedTaskCount(counts.desired(deployment.id(), service))
                .runningTaskCount(count.running())
                .pendingTaskCount(count.pending())
                .build();
    }
}

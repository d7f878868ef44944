package dev.berth.cli.ecs;

import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

/** What came of waiting for a service. */
public sealed interface ServiceOutcome {

    /** Not yet. */
    record Waiting(String what) implements ServiceOutcome {}

    record Steady() implements ServiceOutcome {}

    /**
     * @param reason a sentence
     */
    record Failed(String reason) implements ServiceOutcome {}

    /**
     * @param deployment the service deployment that is waited for, or null where only the number of
     *     tasks is
     */
    static ServiceOutcome of(Service service, ServiceDeployment deployment) {
        if (!"ACTIVE".equals(service.status())) {
            return new Failed("The service is " + service.status() + ".");
        }
        if (deployment != null) {
            var failure = failure(deployment);
            if (!failure.isEmpty()) {
                return new Failed("The deployment ended as " + failure);
            }
        }
        return switch (ServiceState.of(service, deployment)) {
            case STEADY -> new Steady();
            case DEPLOYMENT_FAILED ->
                    new Failed(
                            ServiceState.primary(service)
                                    .map(
                                            each ->
                                                    "The deployment failed: "
                                                            + each.rolloutStateReason())
                                    .orElse("The deployment failed."));
            case ServiceState state ->
                    new Waiting(
                            "%s, %d of %d tasks running"
                                    .formatted(
                                            state,
                                            ServiceState.number(service.runningCount()),
                                            ServiceState.number(service.desiredCount())));
        };
    }

    /** How a service deployment failed; empty where it did not, or not yet. */
    static String failure(ServiceDeployment deployment) {
        return switch (deployment.statusAsString()) {
            case "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "STOPPED" ->
                    deployment.statusAsString()
                            + (deployment.statusReason() == null
                                    ? "."
                                    : ": " + deployment.statusReason());
            default -> "";
        };
    }
}
